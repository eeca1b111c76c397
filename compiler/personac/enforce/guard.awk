# Reads one tool call as JSON and says whether its shell command is one that a rule names.
# The command is taken apart as a shell does it: quotes, lists, pipes, substitutions,
# here-documents, variables, wrappers (env, sudo, xargs) and shells in shells (bash -c). A word
# that cannot be known counts as the guarded one where the rest of the command is.
BEGIN {
  UNKNOWN = "\001"
  QUOTE = "\047"
  fill(SHELL, "sh bash zsh dash ksh mksh ash fish rbash")
  fill(KEYWORD, "if then else elif do while until for ! { } coproc function")
  fill(WRAPPER, "sudo doas env command exec builtin nohup nice ionice timeout stdbuf setsid xargs unbuffer caffeinate watch strace ltrace flock busybox arch time")
  fill(TAKES, "sudo-u sudo-g sudo-h sudo-p sudo-C sudo-r sudo-t sudo-T sudo-U sudo-D sudo-R doas-u doas-C env-u env-C exec-a nice-n ionice-c ionice-n ionice-p time-f time-o timeout-k timeout-s xargs-n xargs-P xargs-I xargs-d xargs-E xargs-L xargs-s xargs-a watch-n strace-o strace-e ltrace-o ltrace-e flock-w flock-E")
  fill(VALUED, "-C -c -n -R -H -F -w -o -t -l -s -f -p -S --git-dir --work-tree --namespace --config-env --context --cluster --kubeconfig --user --server --as --token --kube-context --host --log-level --config --repo --hostname --prefix --workspace --registry --userconfig --loglevel --filter --dir --cwd --directory --project --project-name --python --proxy --scope --account --configuration --region --profile --color --file")
}
FNR == NR {
  if (substr($0, 1, 3) == "#: ") noted(substr($0, 4))
  next
}
{ text = text $0 "\n" }
END {
  scan(text, 0)
  for (call = 1; call <= CALLED; call++) parse(CALLS[call], 0)
  tools()
  answer()
}

function fill(set, words,    list, n) {
  n = split(words, list, " ")
  for (; n; n--) set[list[n]] = 1
}

# ---- JSON: the strings under the key "command", also in JSON that is itself a string. Who calls
# which tool stands at the top; what the model writes stands below and cannot say it.

function scan(json, depth,    i, j, n, c, value, key, listed, list, level) {
  n = length(json)
  for (i = 1; i <= n; i++) {
    c = substr(json, i, 1)
    level += (c == "{" || c == "[") - (c == "}" || c == "]")
    if (c == "{" || (c == "," && !listed)) key = ""
    else if (c == "[" && key == "command") { listed = 1; list = "" }
    else if (c == "]" && listed) { listed = 0; CALLS[++CALLED] = list }
    if (c != "\"") continue
    for (j = i + 1; j <= n && (c = substr(json, j, 1)) != "\""; j++) if (c == "\\") j++
    value = plain(substr(json, i + 1, j - i - 1))
    i = j
    for (j = i + 1; substr(json, j, 1) ~ /[ \t\r\n]/; j++) continue
    if (substr(json, j, 1) == ":") key = value
    else if (listed) list = list " " quoted(value)
    else if (key == "command") CALLS[++CALLED] = value
    else if (key ~ /^tool_?[Aa]rgs$/ && depth < 3) scan(value, depth + 1)
    else if (level != 1 || depth) continue
    else if (key == "agent_type") AGENT = value
    else if (key == "tool_name" || key == "toolName") TOOL = value
  }
}

function plain(s,    out, i, c) {
  while ((i = index(s, "\\"))) {
    c = substr(s, i + 1, 1)
    out = out substr(s, 1, i - 1)
    if (c == "u") {
      out = out letter(hex(substr(s, i + 2, 4)))
      s = substr(s, i + 6)
      continue
    }
    out = out (c == "n" || c == "r" ? "\n" : c == "t" ? "\t" : c == "b" || c == "f" ? " " : c)
    s = substr(s, i + 2)
  }
  return out s
}

function letter(code) { return code > 0 && code < 128 ? sprintf("%c", code) : "_" }

function hex(s,    i, n) {
  s = tolower(s)
  for (i = 1; i <= length(s); i++) n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
  return n
}

function quoted(s) {
  gsub(QUOTE, QUOTE "\\" QUOTE QUOTE, s)
  return QUOTE s QUOTE
}

# ---- Rules.

# A rule as the end of the script has it: effect, agent, what it is about, words, reason. The
# agent may be empty, then it is for all; the words are those of a command, or names of tools.
function noted(line,    part) {
  split(line, part, "\t")
  RULES++
  EFFECT[RULES] = part[1]
  FOR[RULES] = part[2]
  WHOLE[RULES] = part[3] == "tool"
  WORDS[RULES] = part[4]
  REASON[RULES] = part[5]
}

function tools(    k) {
  for (k = 1; k <= RULES; k++)
    if (WHOLE[k] && binds(k) && index(" " WORDS[k] " ", " " TOOL " ")) FOUND = k
}

# Whether a rule is for this agent, and says more than what was found.
function binds(k) {
  if (FOR[k] != "" && FOR[k] != AGENT) return 0
  return !FOUND || (EFFECT[k] == "deny" && EFFECT[FOUND] == "ask")
}

function match_rules(words, i, nw,    k, r, n) {
  for (k = 1; k <= RULES; k++) {
    if (WHOLE[k] || !binds(k)) continue
    n = split(WORDS[k], r, " ")
    if (matches(words, i, nw, r, n)) FOUND = k
  }
}

function matches(words, i, nw, r, n,    k, at, name) {
  name = base(words[i])
  r[1] = base(r[1])
  if (name != r[1] && tolower(name) != r[1] && !(n > 1 && maybe(name, r[1]))) return 0
  at = i
  for (k = 2; k <= n; k++) {
    if (r[k] ~ /^-/ && k < n && r[k + 1] !~ /^-/) {
      if (!paired(words, i + 1, nw, r[k], r[k + 1])) return 0
      k++
    } else if (r[k] ~ /^-/) {
      if (!flagged(words, i + 1, nw, r[k])) return 0
    } else if (!(at = seek(words, at + 1, nw, r[k]))) return 0
  }
  return 1
}

# The next word that is no option, when it is the wanted one; an option may take a word.
function seek(words, i, nw, wanted,    at) {
  while (i <= nw && words[i] ~ /^[-+]./) {
    if (words[i] in VALUED && (at = seek(words, i + 2, nw, wanted))) return at
    i++
  }
  if (i > nw) return 0
  if (words[i] == wanted || (wanted ~ /^[.]/ && base(words[i]) == wanted)) return i
  return maybe(words[i], wanted) ? i : 0
}

function maybe(word, wanted,    at, head, tail) {
  if (!(at = match(word, /[\001*?[]/))) return 0
  if (wanted ~ /^[.]/ && length(word) < 2) return 0
  head = substr(word, 1, at - 1)
  tail = word
  sub(/^.*[\001*?\]]/, "", tail)
  if (length(head) + length(tail) > length(wanted)) return 0
  return index(wanted, head) == 1 && substr(wanted, length(wanted) - length(tail) + 1) == tail
}

function paired(words, i, nw, flag, value) {
  for (; i <= nw; i++) {
    if (words[i] == flag && i < nw && words[i + 1] == value) return 1
    if (words[i] == flag "=" value) return 1
  }
  return 0
}

# A flag anywhere; short ones may be joined, as -rf are, or hold a value, as -i.bak does.
function flagged(words, i, nw, flag,    k, left) {
  left = flag ~ /^-[A-Za-z]+$/ && length(flag) <= 4 ? substr(flag, 2) : ""
  for (; i <= nw; i++) {
    if (words[i] == flag || index(words[i], flag "=") == 1) return 1
    if (left == "" || words[i] !~ /^-[A-Za-z]/) continue
    if (length(flag) == 2 && index(words[i], flag) == 1 && words[i] ~ /^-[A-Za-z][^A-Za-z]/) return 1
    if (words[i] ~ /^-[A-Za-z]+$/ && length(words[i]) <= 5)
      for (k = 2; k <= length(words[i]); k++) sub(substr(words[i], k, 1), "", left)
    if (left == "" ) return 1
  }
  return 0
}
