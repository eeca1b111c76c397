#!/bin/sh
# Made by personac from the mandates of the personas; change those instead.
# Refuses, or asks about, what the rules at the end name. They stand there as comments, which awk
# reads: as an argument they could become too long.
command -v awk >/dev/null 2>&1 || {
  echo 'personac: no awk, so no command can be checked; install awk' >&2
  exit 2
}
LC_ALL=C exec awk '
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

# ---- A shell line: its simple commands, each given to check().

function parse(s, depth,    i, j, n, c, d, w, open, nw, words, skip, docs, ndocs, line, k, parts) {
  if (depth > 12) return
  n = length(s)
  line = 1
  for (i = 1; i <= n + 1; i++) {
    c = i > n ? "\n" : substr(s, i, 1)
    if (c == "\\") {
      i++
      if ((d = substr(s, i, 1)) != "\n") { w = w d; open = 1 }
    } else if (c == QUOTE) {
      j = i + 1
      while (j <= n && substr(s, j, 1) != QUOTE) j++
      w = w substr(s, i + 1, j - i - 1)
      open = 1
      i = j
    } else if (c == "\"") {
      j = closing(s, i + 1, "\"")
      w = w doubled(substr(s, i + 1, j - i - 1), depth)
      open = 1
      i = j
    } else if (c == "$" && substr(s, i + 1, 1) == QUOTE) {
      for (j = i + 2; j <= n && substr(s, j, 1) != QUOTE; j++) if (substr(s, j, 1) == "\\") j++
      w = w ansi(substr(s, i + 2, j - i - 2))
      open = 1
      i = j
    } else if (c == "`" || (c == "$" && substr(s, i + 1, 1) ~ /[({A-Za-z0-9_@*#?!-]/)) {
      d = expansion(s, i, depth)
      i = AT
      k = split(d, parts, /[ \t\n]+/)
      for (j = 1; j < k; j++) {
        w = w parts[j]
        if (w != "") words[++nw] = w
        w = ""
      }
      w = w parts[k]
      if (w != "") open = 1
    } else if ((c == "<" || c == ">") && substr(s, i + 1, 1) == "(") {
      j = closing(s, i + 2, ")")
      parse(substr(s, i + 2, j - i - 2), depth + 1)
      w = w UNKNOWN
      open = 1
      i = j
    } else if (c == "#" && !open) {
      while (i < n && substr(s, i + 1, 1) != "\n") i++
    } else if (c ~ /[ \t\n;&|()<>]/) {
      if (open && !(c ~ /[<>]/ && w ~ /^[0-9]+$/)) {
        if (skip == 2) docs[++ndocs] = w
        else if (skip == 3) { LAST = w; feed(words, nw, depth) }
        else if (!skip) nw = add(words, nw, w)
        skip = 0
      }
      w = ""
      open = 0
      if (c == "<" || c == ">") {
        d = substr(s, i, 3)
        skip = 1
        if (d == "<<<") { skip = 3; i += 2 }
        else if (substr(d, 1, 2) == "<<") { skip = 2; i += (d == "<<-") ? 2 : 1 }
        else if (substr(d, 2, 1) ~ /[<>&|]/) i++
      } else if (c == "&" && substr(s, i + 1, 1) == ">") {
        continue
      } else if (c !~ /[ \t]/) {
        check(words, nw, depth, c == "|" && substr(s, i + 1, 1) != "|")
        nw = 0
        skip = 0
      }
      if (c == "\n") {
        for (k = 1; k <= ndocs; k++) i = document(s, i, docs[k], substr(s, line, i - line), depth)
        ndocs = 0
        line = i + 1
      }
    } else {
      w = w c
      open = 1
    }
  }
}

# A brace list such as {git,push} is several words.
function add(words, nw, w,    list, k, n) {
  if (w !~ /^\{.*,.*\}$/) {
    words[++nw] = w
    return nw
  }
  n = split(substr(w, 2, length(w) - 2), list, ",")
  for (k = 1; k <= n; k++) words[++nw] = list[k]
  return nw
}

# The place of the sign that closes what opened before i.
function closing(s, i, sign,    n, c, deep) {
  n = length(s)
  for (; i <= n; i++) {
    c = substr(s, i, 1)
    if (c == "\\") { i++; continue }
    if (c == sign && !deep) return i
    if (c == "$" && substr(s, i + 1, 1) == "(") { i = closing(s, i + 2, ")"); continue }
    if (sign == "\"") continue
    if (c == QUOTE) { for (i++; i <= n && substr(s, i, 1) != QUOTE; i++) continue }
    else if (c == "\"") i = closing(s, i + 1, "\"")
    else if (sign == ")" && c == "(") deep++
    else if (sign == "}" && c == "{") deep++
    else if (c == sign) deep--
  }
  return n + 1
}

# The value of what stands at i, a $ or a backquote; AT is its last sign.
function expansion(s, i, depth,    j, name, inner) {
  if (substr(s, i, 1) == "`") {
    for (j = i + 1; j <= length(s) && substr(s, j, 1) != "`"; j++) if (substr(s, j, 1) == "\\") j++
    inner = substr(s, i + 1, j - i - 1)
    gsub(/\\`/, "`", inner)
    parse(inner, depth + 1)
    AT = j
    return UNKNOWN
  }
  if (substr(s, i + 1, 1) == "(") {
    j = closing(s, i + 2, ")")
    inner = substr(s, i + 2, j - i - 2)
    if (substr(inner, 1, 1) == "(") doubled(inner, depth + 1)
    else parse(inner, depth + 1)
    AT = j
    return UNKNOWN
  }
  if (substr(s, i + 1, 1) == "{") {
    j = closing(s, i + 2, "}")
    name = substr(s, i + 2, j - i - 2)
    if (name !~ /^[A-Za-z_][A-Za-z_0-9]*$/) doubled(name, depth + 1)
    AT = j
  } else {
    j = i + 1
    if (substr(s, j, 1) ~ /[A-Za-z_]/) while (substr(s, j + 1, 1) ~ /[A-Za-z_0-9]/) j++
    name = substr(s, i + 1, j - i)
    AT = j
  }
  return (name in VALUE) ? VALUE[name] : UNKNOWN
}

# The text of a double-quoted string.
function doubled(s, depth,    i, n, c, d, out) {
  n = length(s)
  for (i = 1; i <= n; i++) {
    c = substr(s, i, 1)
    d = substr(s, i + 1, 1)
    if (c == "\\" && d ~ /[$`"\\\n]/) {
      i++
      if (d != "\n") out = out d
    } else if (c == "`" || (c == "$" && d ~ /[({A-Za-z0-9_@*#?!-]/)) {
      out = out expansion(s, i, depth)
      i = AT
    } else out = out c
  }
  return out
}

function ansi(s,    out, i, c, code) {
  while ((i = index(s, "\\"))) {
    c = substr(s, i + 1, 1)
    out = out substr(s, 1, i - 1)
    s = substr(s, i + 2)
    if (c == "n") out = out "\n"
    else if (c == "t") out = out "\t"
    else if (c == "x" || c == "u") {
      match(s, /^[0-9A-Fa-f]+/)
      code = substr(s, 1, RLENGTH > (c == "x" ? 2 : 4) ? (c == "x" ? 2 : 4) : RLENGTH)
      out = out letter(hex(code))
      s = substr(s, length(code) + 1)
    } else if (c ~ /[0-7]/) {
      match(s, /^[0-7]+/)
      code = c substr(s, 1, RLENGTH > 2 ? 2 : RLENGTH > 0 ? RLENGTH : 0)
      s = substr(s, length(code))
      out = out letter(octal(code))
    } else out = out c
  }
  return out s
}

function octal(s,    i, n) {
  for (i = 1; i <= length(s); i++) n = n * 8 + substr(s, i, 1)
  return n
}

# A here-document after the line that ends at i: a shell runs it, and its substitutions run
# anyway. Answers where it ends.
function document(s, i, mark, line, depth,    n, j, row, body) {
  n = length(s)
  while (i < n) {
    for (j = i + 1; j <= n && substr(s, j, 1) != "\n"; j++) continue
    row = substr(s, i + 1, j - i - 1)
    i = j
    sub(/^\t+/, "", row)
    if (row == mark) break
    body = body row "\n"
  }
  if (line ~ /(^|[ \t;|&\/])(ba|z|da|k|a)?sh([ \t;|&<]|$)/) parse(body, depth + 1)
  else doubled(body, depth + 1)
  return i
}

# Text that a shell without a script reads from the command before it, or a here-string.
function feed(words, nw, depth) {
  if (nw && (base(words[nw]) in SHELL || base(words[1]) in SHELL)) parse(LAST, depth + 1)
}

# ---- A simple command.

function check(words, nw, depth, piped,    i) {
  if (!nw) return
  for (i = 1; i <= nw; i++) {
    if (words[i] in KEYWORD) continue
    if (words[i] !~ /^[A-Za-z_][A-Za-z_0-9]*\+?=/) break
    VALUE[substr(words[i], 1, index(words[i], "=") - 1)] = substr(words[i], index(words[i], "=") + 1)
  }
  if (i <= nw) program(words, i, nw, depth)
  LAST = piped ? joined(words, i + 1, nw) : ""
}

function program(words, i, nw, depth,    name, j) {
  if (depth > 12 || i > nw) return
  name = base(words[i])
  match_rules(words, i, nw)
  if (name in SHELL) shell(words, i, nw, depth)
  else if (name == "eval") parse(joined(words, i + 1, nw), depth + 1)
  else if (name == "su" || name == "script" || name == "flock") option_c(words, i, nw, depth)
  else if (name == "find" || name == "fd") executed(words, i, nw, depth)
  if (name in WRAPPER) wrapped(words, i, nw, name, depth)
  for (j = i + 1; name == "trap" && j == i + 1 && j <= nw; j++) parse(words[j], depth + 1)
}

function shell(words, i, nw, depth,    j) {
  for (j = i + 1; j <= nw && words[j] ~ /^[-+]/; j++) {
    if (words[j] ~ /^-[a-z]*c[a-z]*$/) {
      while (j < nw && words[j + 1] ~ /^[-+]/) j++
      if (j < nw) parse(words[j + 1], depth + 1)
      return
    }
    if (words[j] ~ /^[-+]O$|^-o$|^--rcfile$|^--init-file$/) j++
  }
  if (j > nw && LAST != "") parse(LAST, depth + 1)
}

function option_c(words, i, nw, depth,    j) {
  for (j = i + 1; j < nw; j++) if (words[j] ~ /^-[a-z]*c$|^--command$/) parse(words[j + 1], depth + 1)
}

function executed(words, i, nw, depth,    j, k, part) {
  for (j = i + 1; j <= nw; j++) {
    if (words[j] !~ /^(-exec|-execdir|-ok|-okdir|-x|-X|--exec|--exec-batch)$/) continue
    split("", part)
    for (k = 0; j < nw && words[j + 1] !~ /^[;+]$/; j++) part[++k] = words[j + 1] == "{}" ? UNKNOWN : words[j + 1]
    program(part, 1, k, depth + 1)
  }
}

# What a wrapper runs: the first word that is neither its option nor an assignment.
function wrapped(words, i, nw, name, depth,    j, k, rest) {
  for (j = i + 1; j <= nw; j++) {
    if (name == "env" && words[j] ~ /^(-S|--split-string)/) {
      k = words[j]
      sub(/^(-S|--split-string)=?/, "", k)
      parse(k " " joined(words, j + 1, nw), depth + 1)
      return
    }
    if (words[j] ~ /^[A-Za-z_][A-Za-z_0-9]*=/) continue
    if (words[j] !~ /^-/) break
    if (name == "command" && words[j] ~ /^-p?[vV]/) return
    if ((name substr(words[j], 1, 2)) in TAKES && length(words[j]) == 2) j++
  }
  if (name == "timeout" || name == "flock") j++
  for (k = 0; j <= nw; j++) rest[++k] = words[j]
  if (name == "xargs") rest[++k] = UNKNOWN
  if (name == "watch") parse(joined(rest, 1, k), depth + 1)
  program(rest, 1, k, depth + 1)
}

function joined(words, i, nw,    out) {
  for (; i <= nw; i++) out = out (out == "" ? "" : " ") words[i]
  return out
}

function base(word) {
  sub(/^.*\//, "", word)
  sub(/\.exe$/, "", word)
  return word
}

function answer(    head) {
  if (!FOUND) exit 0
  if (EFFECT[FOUND] == "deny") {
    print plain(REASON[FOUND]) | "cat 1>&2"
    close("cat 1>&2")
    exit 2
  }
  head = "{\"hookSpecificOutput\":{\"hookEventName\":\"PreToolUse\",\"permissionDecision\":\""
  print head "ask\",\"permissionDecisionReason\":\"" REASON[FOUND] "\"}}"
}
' "$0" -
#: ask	release-steward	rule	git tag	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	kubectl apply	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	kubectl rollout	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	kubectl set	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	kubectl scale	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	helm install	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	helm upgrade	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	helm rollback	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	cdk deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	sam deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	eb deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	terraform apply	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	terraform up	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	terraform destroy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	tofu apply	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	tofu up	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	tofu destroy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	pulumi apply	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	pulumi up	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	pulumi destroy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	npm publish	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	pnpm publish	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	yarn publish	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	cargo publish	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	poetry publish	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	uv publish	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	vercel deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	netlify deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	firebase deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	serverless deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	flyctl deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	fly deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	wrangler deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	gcloud app deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	gcloud run deploy	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	twine upload	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	gh release create	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	docker push	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
