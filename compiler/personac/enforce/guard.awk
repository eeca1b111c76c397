# Reads one tool call as JSON and says whether its shell command is one that a rule names.
# The command is taken apart as a shell does it: quotes, lists, pipes, substitutions,
# here-documents, variables, wrappers (env, sudo, xargs) and shells in shells (bash -c). What
# cannot be known counts as the guarded where the rest of the command is; what is too long or too
# deep to look at counts as guarded by the strictest rule.
BEGIN {
  UNKNOWN = "\001"
  GIVEN = "\002"
  QUOTE = "\047"
  LONGEST = 65536
  DEEPEST = 20
  WORK_MOST = 600000
  fill(SHELL, "sh bash zsh dash ksh mksh ash fish rbash")
  fill(KEYWORD, "if then else elif do while until for ! { } coproc function")
  fill(WRAPPER, "sudo doas env command exec builtin nohup nice ionice timeout stdbuf setsid xargs unbuffer caffeinate watch strace ltrace flock busybox arch time systemd-run setpriv unshare nsenter runuser chroot taskset chrt parallel entr torsocks proxychains noglob nocorrect")
  fill(OPERAND, "timeout flock chroot taskset chrt")
  takes("sudo", "-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --close-from --role --type --command-timeout --other-user --chdir --chroot")
  takes("doas", "-u -C -a")
  takes("env", "-u -C -a --unset --chdir --argv0")
  takes("exec", "-a")
  takes("nice", "-n --adjustment")
  takes("ionice", "-c -n -p -P -u --class --classdata --pid --pgid --uid")
  takes("time", "-f -o --format --output")
  takes("timeout", "-k -s --kill-after --signal")
  takes("stdbuf", "-i -o -e --input --output --error")
  takes("xargs", "-n -P -I -d -E -L -s -a --max-args --max-procs --delimiter --max-chars --arg-file --process-slot-var")
  takes("watch", "-n -q --interval --equexit")
  takes("strace", "-o -e -p -s -u -E -O -S -P -a -b -I -X --output --trace --user --env")
  takes("ltrace", "-o -e -p -s -u -a -n -l -x -F --output --user")
  takes("flock", "-w -E --wait --timeout --conflict-exit-code")
  takes("caffeinate", "-t -w")
  takes("systemd-run", "-u -p -H -M -E --unit --property --host --machine --slice --setenv --uid --gid --nice --working-directory --description")
  takes("runuser", "-u -g -G -w --user --group --supp-group --whitelist-environment")
  takes("nsenter", "-t -S -G --target --setuid --setgid")
  takes("unshare", "-S -G -R -w --setuid --setgid --root --wd")
  takes("parallel", "-j -n -N -S -a -I --jobs --max-args --sshlogin --arg-file")
  exact("git", "-C -c --git-dir --work-tree --namespace --config-env --super-prefix --attr-source")
  exact("kubectl", "-n -s -v --namespace --context --cluster --kubeconfig --user --server --as --as-group --as-uid --token --request-timeout --cache-dir --certificate-authority --client-certificate --client-key --tls-server-name --profile --profile-output --username --password -f -o -l -c --filename --output --selector --container")
  exact("helm", "-n --namespace --kube-context --kubeconfig --kube-token --kube-apiserver --kube-as-user --kube-as-group --kube-ca-file --registry-config --repository-cache --repository-config --burst-limit --qps")
  exact("docker", "-c -H -l -f -p --config --context --host --log-level --tlscacert --tlscert --tlskey --file --project-name --profile --env-file --project-directory")
  exact("npm", "-C -w --prefix --registry --userconfig --globalconfig --loglevel --workspace --cache --tag --otp --scope")
  exact("gh", "-R --repo --hostname")
  exact("glab", "-R --repo --hostname")
  exact("terraform", "")
  exact("tofu", "")
  fill(VALUED, "-C -c -n -R -H -F -w -o -t -l -s -f -p -S -chdir --git-dir --work-tree --namespace --context --cluster --kubeconfig --user --server --as --token --kube-context --host --log-level --config --repo --hostname --prefix --workspace --registry --userconfig --loglevel --filter --dir --cwd --directory --project --project-name --python --proxy --scope --account --configuration --region --profile --color --file --stack --manifest-path --target --verbosity --format")
  known("git", "add am apply archive bisect blame branch bundle cat-file checkout cherry-pick clean clone commit config describe diff fetch for-each-ref format-patch fsck gc grep help init log ls-files ls-remote ls-tree merge mv notes pull push rebase reflog remote reset restore rev-list rev-parse revert rm shortlog show stash status submodule switch symbolic-ref tag version worktree")
  known("kubectl", "annotate apply attach auth config cordon cp create delete describe diff drain edit exec explain expose get label logs patch port-forward rollout run scale set taint top version wait")
  known("helm", "create delete dependency get history install lint list package pull push repo rollback search show status template test uninstall upgrade version")
  known("docker", "build compose container exec image images info inspect kill login logs network ps pull push restart rm rmi run start stop system tag top version volume")
  known("npm", "audit ci exec init install ls outdated pack publish run search start test uninstall update version view")
  known("gh", "api auth gist issue pr release repo run search workflow")
  known("terraform", "apply destroy fmt get graph import init output plan providers refresh show state taint validate version workspace")
  same("rm", "-r --recursive")
  same("rm", "-r -R")
  same("rm", "-f --force")
  same("git", "-f --force")
  same("git", "-n --no-verify")
  same("git", "-d --delete")
  same("sed", "-i --in-place")
}
FNR == NR {
  if (substr($0, 1, 3) == "#: ") noted(substr($0, 4))
  next
}
{ text = text $0 "\n" }
END {
  scan(text, 0)
  for (call = 1; call <= CALLED && bound(); call++) {
    TEXT = CALLS[call]
    split("", MENTIONED)
    if (length(TEXT) > LONGEST) strict("too long to check")
    else parse(TEXT, 0)
  }
  tools()
  answer()
}

function fill(set, words,    list, n) {
  n = split(words, list, " ")
  for (; n; n--) set[list[n]] = 1
}

function takes(name, options,    list, n) {
  n = split(options, list, " ")
  LONG[name] = options
  for (; n; n--) TAKES[name, list[n]] = 1
}

# The options of a program that take a word; all others of it take none.
function exact(name, options) {
  EXACT[name] = 1
  takes(name, options)
}

function known(name, words,    list, n) {
  n = split(words, list, " ")
  for (; n; n--) KNOWN[name, list[n]] = 1
}

function same(name, pair,    part) {
  split(pair, part, " ")
  SAME[name, part[2]] = part[1]
}

# ---- JSON: the strings under the key "command", also in JSON that is itself a string. Who calls
# which tool stands at the top; what the model writes stands below and cannot say it.

function scan(json, depth,    n, i, k, j, m, c, part, piece, value, key, listed, list, level) {
  n = split(json, part, "\"")
  for (k = 1; k <= n; k += 2) {
    m = length(part[k])
    for (i = 1; i <= m; i++) {
      c = substr(part[k], i, 1)
      level += (c == "{" || c == "[") - (c == "}" || c == "]")
      if (c == "{" || (c == "," && !listed)) key = ""
      else if (c == "[" && key == "command") { listed = 1; list = "" }
      else if (c == "]" && listed) { listed = 0; CALLS[++CALLED] = list }
    }
    if (k == n) return
    value = piece = ""
    for (k++; k < n; k++) {
      for (j = m = length(part[k]); j && substr(part[k], j, 1) == "\\"; j--) continue
      if (length(value) <= 8 * LONGEST || depth) piece = piece part[k]
      if ((m - j) % 2 == 0) break
      piece = piece "\""
      if (length(piece) > 1000) { value = value piece; piece = "" }
    }
    k--
    value = value piece
    if (part[k + 2] ~ /^[ \t\r\n]*:/) key = length(value) < 100 ? plain(value) : ""
    else if (listed) { if (length(list) <= LONGEST) list = list " " quoted(plain(value)) }
    else if (key == "command") CALLS[++CALLED] = plain(value)
    else if (key ~ /^tool_?[Aa]rgs$/ && depth < 3) scan(plain(value), depth + 1)
    else if (level != 1 || depth) continue
    else if (key == "agent_type") AGENT = plain(value)
    else if (key == "tool_name" || key == "toolName") TOOL = plain(value)
  }
}

# A JSON string as it is meant; pieces are put together before the whole, so that it stays linear.
function plain(s,    part, n, k, c, out, piece) {
  n = split(s, part, "\\")
  if (n < 2) return s
  out = part[1]
  for (k = 2; k <= n; k++) {
    c = substr(part[k], 1, 1)
    if (c == "") piece = piece "\\" part[++k]
    else if (c == "u") piece = piece letter(hex(substr(part[k], 2, 4))) substr(part[k], 6)
    else piece = piece (c == "n" || c == "r" ? "\n" : c == "t" ? "\t" : c == "b" || c == "f" ? " " : c) substr(part[k], 2)
    if (length(piece) > 1000) { out = out piece; piece = "" }
  }
  return out piece
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
function noted(line,    part, r, n, k) {
  split(line, part, "\t")
  RULES++
  EFFECT[RULES] = part[1]
  FOR[RULES] = part[2]
  WHOLE[RULES] = part[3] == "tool"
  WORDS[RULES] = part[4]
  REASON[RULES] = part[5]
  if (WHOLE[RULES]) return
  n = split(part[4], r, " ")
  if (n > 1 && r[n] == "...") n--
  r[1] = base(r[1])
  for (k = 1; k <= n; k++) WORD[RULES, k] = r[k]
  SIZE[RULES] = n
  NAMED[r[1]] = NAMED[r[1]] " " RULES
  if (n > 1) LONGER = LONGER " " RULES
}

function mine(k) { return FOR[k] == "" || FOR[k] == AGENT }

# Whether any rule about commands is for this agent.
function bound(    k) {
  for (k = 1; k <= RULES; k++) if (!WHOLE[k] && mine(k)) return 1
  return 0
}

function tools(    k) {
  for (k = 1; k <= RULES; k++)
    if (WHOLE[k] && mine(k) && index(" " WORDS[k] " ", " " TOOL " ")) judge(k, 0, "")
}

# A rule was met, or may have been; what is already found stands unless this says more.
function judge(k, doubt, why,    strength) {
  strength = EFFECT[k] == "deny" && !doubt ? 2 : 1
  if (strength <= STRENGTH) return
  STRENGTH = strength
  FOUND = k
  WHY = why
  if (strength == 2) SETTLED = 1
}

# What cannot be looked at counts as what the strictest rule names.
function strict(why,    k, best) {
  for (k = 1; k <= RULES; k++)
    if (!WHOLE[k] && mine(k) && (!best || (EFFECT[k] == "deny" && EFFECT[best] != "deny"))) best = k
  if (best) judge(best, 0, why ", so the strictest rule holds: ")
  SETTLED = 1
}

function match_rules(words, i, nw,    list, n, j, k, name) {
  name = base(words[i])
  if (name ~ /[\001\002*?[]/) n = split(LONGER, list, " ")
  else if (name in NAMED) n = split(NAMED[name], list, " ")
  else if (tolower(name) in NAMED) n = split(NAMED[tolower(name)], list, " ")
  if (!affordable(n, 0)) return
  for (j = 1; j <= n && !SETTLED; j++) {
    k = list[j] + 0
    DOUBT = 0
    if (mine(k) && matches(words, i, nw, k))
      judge(k, DOUBT, DOUBT ? "a word of it is not known before it runs, and may make it this: " : "")
  }
}

function matches(words, i, nw, rule,    n, k, at, name, program, wanted) {
  n = SIZE[rule]
  name = base(words[i])
  program = WORD[rule, 1]
  if (name != program && tolower(name) != program && !maybe(name, program)) return 0
  at = i
  for (k = 2; k <= n; k++) {
    wanted = WORD[rule, k]
    if (wanted ~ /^-/ && k < n && WORD[rule, k + 1] !~ /^-/) {
      if (!paired(words, i + 1, nw, wanted, WORD[rule, k + 1])) return 0
      k++
    } else if (wanted ~ /^-/) {
      if (!flagged(words, i + 1, nw, wanted, program)) return 0
    } else if (!(at = seek(words, at + 1, nw, wanted, program))) return 0
  }
  return !DOUBT || name == program || tolower(name) == program
}

# The next word that is no option, when it is the wanted one. An option that takes a word is
# passed with it; where that is not known, both ways are gone at once: here, next and after say
# whether a word may stand at i, i + 1 and i + 2.
function seek(words, i, nw, wanted, program,    here, next_, after, w) {
  for (here = 1; i <= nw && (here || next_); i++) {
    w = words[i]
    after = 0
    if (here && w ~ /^[-+]./) {
      if ((program, w) in TAKES) after = 1
      else {
        next_ = 1
        if (!(program in EXACT) && w in VALUED) after = 1
      }
    } else if (here) {
      if (w == wanted || (wanted ~ /^[.]/ && base(w) == wanted)) return i
      if (maybe(w, wanted)) {
        if (w !~ /^[\001\002*?]+$/ || mentioned(wanted)) return i
        if (!harmless(words, i + 1, nw, program)) { DOUBT = 1; return i }
        next_ = 1
      }
    }
    here = next_
    next_ = after
  }
  return 0
}

# Whether what follows an unknown word is a subcommand, so that it holds options or nothing.
function harmless(words, i, nw, program) {
  while (i <= nw && words[i] ~ /^-/) i++
  return i <= nw && (program, words[i]) in KNOWN
}

# Whether the text names a word somewhere, which then is what an unknown one stands for.
function mentioned(word,    s, at) {
  if (word in MENTIONED) return MENTIONED[word]
  MENTIONED[word] = 0
  for (s = TEXT; (at = index(s, word)); s = substr(s, at + 1))
    if ((at == 1 || substr(s, at - 1, 1) !~ /[A-Za-z0-9_]/) && substr(s, at + length(word), 1) !~ /[A-Za-z0-9_-]/) {
      MENTIONED[word] = 1
      break
    }
  return MENTIONED[word]
}

function maybe(word, wanted,    at, n, head, tail) {
  if (!(at = match(word, /[\001\002*?[]/))) return 0
  if (wanted ~ /^[.]/ && length(word) < 2) return 0
  head = substr(word, 1, at - 1)
  for (n = length(word); substr(word, n, 1) !~ /[\001\002*?\]]/ && n > at; n--) continue
  tail = substr(word, n + 1)
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

# A flag anywhere; short ones may be joined, as -rf are, or hold a value, as -i.bak does, or be
# spelled out, as --recursive is.
function flagged(words, i, nw, flag, program,    k, c, w, left) {
  if ((program, flag) in SAME) flag = SAME[program, flag]
  left = flag ~ /^-[A-Za-z]+$/ && length(flag) <= 4 ? substr(flag, 2) : ""
  for (; i <= nw; i++) {
    w = words[i]
    if (w == flag || index(w, flag "=") == 1) return 1
    if (w ~ /^--[a-z]/) w = spelled(program, w)
    if (w == flag) return 1
    if (left == "" || w !~ /^-[A-Za-z]/) continue
    if (length(flag) == 2 && index(w, flag) == 1 && w ~ /^-[A-Za-z][^A-Za-z]/) return 1
    if (length(w) > 6 || w !~ /^-[A-Za-z]+$/) continue
    for (k = 2; k <= length(w); k++) {
      c = substr(w, k, 1)
      if ((program, "-" c) in SAME) c = substr(SAME[program, "-" c], 2)
      sub(c, "", left)
    }
    if (left == "") return 1
  }
  return 0
}

# The short flag of a long one, which may be cut short as GNU tools let it.
function spelled(program, word,    key, part) {
  sub(/[=].*/, "", word)
  if ((program, word) in SAME) return SAME[program, word]
  for (key in SAME) {
    split(key, part, SUBSEP)
    if (part[1] == program && index(part[2], word) == 1 && length(word) > 3) return SAME[key]
  }
  return word
}
