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

# ---- A shell line: its simple commands, each given to check().

function parse(s, depth,    i, j, n, c, d, w, open, nw, words, skip, docs, ndocs, line, k, parts, brace) {
  n = length(s)
  if (!affordable(n, depth)) return
  line = 1
  for (i = 1; i <= n + 1 && !SETTLED; i++) {
    c = i > n ? "\n" : substr(s, i, 1)
    if (c ~ /[A-Za-z0-9_\/.,:=+@%~-]/) {
      d = substr(s, i, 128)
      match(d, /^[A-Za-z0-9_\/.,:=+@%~-]+/)
      w = w substr(d, 1, RLENGTH)
      i += RLENGTH - 1
      open = 1
    } else if (c == "\\") {
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
    } else if (c == "$" && substr(s, i + 1, 1) == "\"") {
      open = 1
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
      w = w UNKNOWN "<("
      open = 1
      i = j
    } else if (c == "#" && !open) {
      while (i < n && substr(s, i + 1, 1) != "\n") i++
    } else if (c ~ /[ \t\n;&|()<>]/) {
      if (open && !(c ~ /[<>]/ && w ~ /^([0-9]+|[{][A-Za-z_][A-Za-z_0-9]*[}])$/)) {
        if (skip == 2) docs[++ndocs] = w
        else if (skip == 3) { feed(words, nw, w, depth) }
        else if (!skip) nw = add(words, nw, w, brace)
        skip = 0
      }
      w = ""
      brace = 0
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
        d = c == "|" && substr(s, i + 1, 1) != "|"
        if (d && ndocs) DOCUMENTED = 1
        check(words, nw, depth, d)
        if (c == "|" && !d) i++
        nw = 0
        skip = 0
      }
      if (c == "\n") {
        d = ndocs && substr(s, line, i - line) ~ /(^|[ \t;|&\/])(ba|z|da|k|a)?sh([ \t;|&<]|$)/
        for (k = 1; k <= ndocs; k++) i = document(s, i, docs[k], d, depth)
        ndocs = 0
        line = i + 1
      }
    } else {
      if (c == "{") brace = 1
      w = w c
      open = 1
    }
  }
}

# Whether there is room to look at n more signs; if not, the strictest rule holds.
function affordable(n, depth) {
  WORK += n
  if (!SETTLED && depth > DEEPEST) strict("nested too deeply to check")
  if (!SETTLED && WORK > WORK_MOST) strict("too much to check")
  return !SETTLED
}

# A brace list such as {git,push} is several words; one inside a word makes it unknown.
function add(words, nw, w, brace,    list, k, n, at, end) {
  at = brace ? index(w, "{") : 0
  for (end = at ? length(w) : 0; end > at && substr(w, end, 1) != "}"; end--) continue
  if (end <= at || substr(w, at, end - at) !~ /,|[.][.]/) {
    words[++nw] = w
    return nw
  }
  if (at > 1 || end < length(w) || index(w, ",") == 0) {
    words[++nw] = substr(w, 1, at - 1) UNKNOWN substr(w, end + 1)
    return nw
  }
  n = split(substr(w, 2, length(w) - 2), list, ",")
  for (k = 1; k <= n; k++) {
    if ((at = match(list[k], /[{}]/))) list[k] = substr(list[k], 1, list[k] ~ /^[^{]*[}]/ ? 0 : at - 1) UNKNOWN
    words[++nw] = list[k]
  }
  return nw
}

# The place of the sign that closes what opened before i.
function closing(s, i, sign,    n, c, deep, d, mark, sums) {
  n = length(s)
  sums = substr(s, i, 1) == "("
  if (++INSIDE > 200 && !SETTLED) strict("nested too deeply to check")
  for (; i <= n && affordable(1, 0); i++) {
    c = substr(s, i, 1)
    if (c == "\\") { i++; continue }
    if (c == sign && !deep) { INSIDE--; return i }
    if (c == "$" && substr(s, i + 1, 1) == "(") { i = closing(s, i + 2, ")"); continue }
    if (sign == "\"") continue
    if (c == "<" && sign == ")" && !sums && substr(s, i + 1, 1) == "<") {
      d = substr(s, i, 80)
      if (d ~ /^<<</) i += 2
      else if (match(d, /^<<-?[ \t]*[^ \t\n;|&<>()]+/)) {
        mark = substr(d, 1, RLENGTH)
        i += RLENGTH - 1
        sub(/^<<-?[ \t]*/, "", mark)
        gsub(/[\\\047"]/, "", mark)
      }
      continue
    }
    if (c == "\n" && mark != "") { i = skipped(s, i, mark); mark = "" }
    else if (c == QUOTE) { for (i++; i <= n && substr(s, i, 1) != QUOTE; i++) continue }
    else if (c == "\"") i = closing(s, i + 1, "\"")
    else if (sign == ")" && c == "(") deep++
    else if (sign == "}" && c == "{") deep++
    else if (c == sign) deep--
  }
  INSIDE--
  return n + 1
}

# Where the here-document after the line that ends at i has its last sign; i if it has no end.
function skipped(s, i, mark,    n, j, row, from) {
  n = length(s)
  for (from = i; i < n && affordable(1, 0); i = j) {
    for (j = i + 1; j <= n && substr(s, j, 1) != "\n"; j++) continue
    row = substr(s, i + 1, j - i - 1)
    WORK += j - i
    sub(/^\t+/, "", row)
    if (row == mark) return j - 1
  }
  return from
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
    else if (inner ~ /(^|[ \t\n;(])case[ \t]+[^ \t\n]+[ \t\n]+in[ \t\n]/ && inner !~ /esac|<</) strict("a case in a substitution is not followed")
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
  if (!affordable(n, depth)) return UNKNOWN
  for (i = 1; i <= n && !SETTLED; i++) {
    c = substr(s, i, 1)
    if (c !~ /[\\`$]/) {
      d = substr(s, i, 128)
      match(d, /^[^\\`$]+/)
      out = out substr(d, 1, RLENGTH)
      i += RLENGTH - 1
      continue
    }
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

# The text of $QUOTE...QUOTE, and of the format of printf.
function ansi(s,    part, n, k, c, t, out, code) {
  n = split(s, part, "\\")
  out = part[1]
  for (k = 2; k <= n; k++) {
    if (part[k] == "") { out = out "\\" part[++k]; continue }
    c = substr(part[k], 1, 1)
    t = substr(part[k], 2)
    if (c == "n") out = out "\n" t
    else if (c == "t") out = out "\t" t
    else if (c == "x" || c == "u") {
      match(t, /^[0-9A-Fa-f]+/)
      code = substr(t, 1, RLENGTH > (c == "x" ? 2 : 4) ? (c == "x" ? 2 : 4) : RLENGTH)
      out = out letter(hex(code)) substr(t, length(code) + 1)
    } else if (c ~ /[0-7]/) {
      match(part[k], /^[0-7]+/)
      code = substr(part[k], 1, RLENGTH > 3 ? 3 : RLENGTH)
      out = out letter(octal(code)) substr(part[k], length(code) + 1)
    } else out = out c t
  }
  return out
}

function octal(s,    i, n) {
  for (i = 1; i <= length(s); i++) n = n * 8 + substr(s, i, 1)
  return n
}

# A here-document after the line that ends at i: a shell runs it, and its substitutions run
# anyway. Answers where it ends.
function document(s, i, mark, run, depth,    n, j, row, start, end) {
  n = length(s)
  start = i + 1
  while (i < n) {
    end = i
    for (j = i + 1; j <= n && substr(s, j, 1) != "\n"; j++) continue
    row = substr(s, i + 1, j - i - 1)
    i = j
    sub(/^\t+/, "", row)
    if (row == mark) break
    end = i
  }
  if (run) parse(substr(s, start, end - start + 1), depth + 1)
  else doubled(substr(s, start, end - start + 1), depth + 1)
  return i
}

# A here-string, which a shell without a script reads.
function feed(words, nw, text, depth) {
  if (!nw) return
  if ((base(words[nw]) in SHELL) || (base(words[1]) in SHELL) || words[nw] == "-" || words[nw] == "-s" || words[nw] == "/dev/stdin")
    script(text, depth)
}

# ---- A simple command.

function check(words, nw, depth, piped,    i) {
  if (!nw) {
    if (piped) FED = 2
    return
  }
  for (i = 1; i <= nw; i++) {
    if (words[i] in KEYWORD) { i += words[i] == "function"; continue }
    if (words[i] !~ /^[A-Za-z_][A-Za-z_0-9]*(\[[^]]*\])?\+?=/) break
    assign(words[i])
  }
  if (i <= nw && words[i] == "for") i++
  if (i + 1 <= nw && words[i - 1] == "for" && words[i + 1] == "in") VALUE[words[i]] = nw == i + 2 ? words[nw] : UNKNOWN
  else if (i <= nw) program(words, i, nw, depth)
  FED = 0
  if (piped) piping(words, i, nw)
  DOCUMENTED = 0
}

# What a variable holds; one that gets a second value may hold either, so it is not known.
function assign(word,    name, value) {
  name = substr(word, 1, index(word, "=") - 1)
  value = substr(word, index(word, "=") + 1)
  if (sub(/\+$/, "", name)) value = (name in VALUE ? VALUE[name] : UNKNOWN) value
  else if (name in VALUE && VALUE[name] != value) value = UNKNOWN
  VALUE[name] = length(value) > 4096 ? UNKNOWN : value
}

# The variables that a builtin sets, from its own words or from what it reads.
function declared(words, i, nw) {
  for (i++; i <= nw; i++)
    if (words[i] ~ /^[A-Za-z_][A-Za-z_0-9]*\+?=/) assign(words[i])
    else if (words[i] in VALUE) VALUE[words[i]] = UNKNOWN
}

# What the next command of a pipe reads: 1 is the text LAST, 2 cannot be known.
function piping(words, i, nw,    name) {
  FED = 2
  name = i <= nw ? base(words[i]) : ""
  if (name == "cat" && nw == i && DOCUMENTED) FED = 0
  if (name != "echo" && name != "printf") return
  while (i < nw && words[i + 1] ~ /^-[neE]+$/) i++
  LAST = ansi(joined(words, i + 1, nw))
  if (name == "echo" || index(LAST, "%") == 0) FED = 1
}

# A text that a shell runs. What is not known of it before stands there as a word that was given.
function script(text, depth) {
  gsub(UNKNOWN, GIVEN, text)
  parse(text, depth + 1)
}

function fed(depth,    how) {
  how = FED
  FED = 0
  if (how == 1) script(LAST, depth)
  else if (how == 2) strict("a shell gets a script that is not known before it runs")
}

# Wrappers are taken off in turn, which is no depth: each is a word of the same command.
function program(words, i, nw, depth,    name, j, turns) {
  if (!affordable(0, depth)) return
  for (turns = 0; i && i <= nw && !SETTLED; turns++) {
    if (turns > 100) strict("nested too deeply to check")
    name = base(words[i])
    if (name ~ /^\002/) strict("a script holds a command that is not known before it runs")
    if (name in KEYWORD) { i++; continue }
    match_rules(words, i, nw)
    if (name in SHELL) shell(words, i, nw, depth)
    else if (name == "eval") script(joined(words, i + 1 + (words[i + 1] == "--"), nw), depth)
    else if (name == "su" || name == "script" || name == "flock" || name == "runuser" || name == "npx") option_c(words, i, nw, depth)
    else if (name == "find" || name == "fd") executed(words, i, nw, depth)
    else if (name ~ /^(export|local|declare|typeset|readonly|read|mapfile|readarray)$/) declared(words, i, nw)
    else if (name == "git") aliased(words, i, nw, depth)
    else if (name == "source" || name == ".") sourced(words, i, nw, depth)
    else if (name == "trap") {
      j = i + 1 + (words[i + 1] == "--")
      if (j < nw) script(words[j], depth)
    }
    if (!(name in WRAPPER)) return
    if (name == "watch") {
      j = wrapped(words, i, nw, name, depth)
      if (j) script(joined(words, j, nw), depth)
      return
    }
    for (j = i; name == "parallel" && j <= nw; j++) if (words[j] ~ /^:::/) nw = j - 1
    if (name == "xargs" || name == "parallel") words[++nw] = UNKNOWN
    i = wrapped(words, i, nw, name, depth)
  }
}

# A shell: its script is the first word after the options if one of them is -c, else what it reads.
function shell(words, i, nw, depth,    j, k, w, run, reads, letter_) {
  for (j = i + 1; j <= nw; j++) {
    w = words[j]
    if (w == "--") { j++; break }
    if (w == UNKNOWN && j < nw && words[j + 1] ~ /^-/) continue
    if (w !~ /^[-+]./) break
    if (w ~ /^--(rcfile|init-file)$/) j++
    else if (w == "--command") run = 1
    else if (w ~ /^--command=/) { script(substr(w, 11), depth); return }
    else if (w !~ /^--/) {
      for (k = 2; k <= length(w) && k < 20; k++) {
        letter_ = substr(w, k, 1)
        if (letter_ == "c" && w ~ /^-/) run = 1
        else if (letter_ == "s") reads = 1
        else if (letter_ == "o" || letter_ == "O") j++
      }
    }
  }
  if (run) { if (j <= nw) script(words[j], depth) }
  else if (reads || j > nw || words[j] == "-" || words[j] == "/dev/stdin") fed(depth)
  else if (index(words[j], UNKNOWN "<(") == 1) strict("a shell gets a script that is not known before it runs")
}

function sourced(words, i, nw, depth) {
  if (words[i + 1] == "/dev/stdin" || words[i + 1] == "-") fed(depth)
  else if (i < nw && index(words[i + 1], UNKNOWN "<(") == 1) strict("a shell gets a script that is not known before it runs")
}

function option_c(words, i, nw, depth,    j, w) {
  for (j = i + 1; j <= nw && !SETTLED; j++) {
    w = words[j]
    if (w ~ /^--command=/) script(substr(w, 11), depth)
    else if (w ~ /^-[a-z]*c$|^--command$|^--session-command$/) { if (j < nw) script(words[++j], depth) }
    else if (w ~ /^-[a-bd-z]*c./) script(substr(w, index(w, "c") + 1), depth)
  }
}

# An alias that git is given runs what it stands for.
function aliased(words, i, nw, depth,    j, w) {
  for (j = i + 1; j < nw && !SETTLED; j++) {
    if (words[j] != "-c" && words[j] != "config" && words[j - 1] != "config" && words[j] !~ /^alias[.]/) continue
    w = words[j + 1]
    if (words[j] ~ /^alias[.][A-Za-z0-9_-]+$/ && i + 1 < j) w = "=" w
    else if (w !~ /^alias[.].*=/) continue
    sub(/^[^=]*=/, "", w)
    if (w ~ /^!/) script(substr(w, 2), depth)
    else script("git " w, depth)
  }
}

function executed(words, i, nw, depth,    j, k, part) {
  for (j = i + 1; j <= nw && !SETTLED; j++) {
    if (words[j] !~ /^(-exec|-execdir|-ok|-okdir|-x|-X|--exec|--exec-batch)$/) continue
    split("", part)
    for (k = 0; j < nw && words[j + 1] !~ /^[;+]$/; j++) part[++k] = words[j + 1] == "{}" ? UNKNOWN : words[j + 1]
    program(part, 1, k, depth + 1)
  }
}

# Where what a wrapper runs begins: the first word that is neither its option nor an assignment.
function wrapped(words, i, nw, name, depth,    j, w, at) {
  for (j = i + 1; j <= nw; j++) {
    w = words[j]
    if (w == "--") { j++; break }
    if (w ~ /^[A-Za-z_][A-Za-z_0-9]*=/) continue
    if (w !~ /^-/) break
    if (name == "command" && w ~ /^-p?[vV]/) return 0
    if (name == "env" && (w ~ /^--split-string/ || w ~ /^-[i0v]*S/)) {
      sub(/^--split-string=?|^-[i0v]*S/, "", w)
      script(w " " joined(words, j + 1, nw), depth)
      return 0
    }
    if (name == "xargs" && w ~ /^(-I|-i|--replace)/) {
      at = w == "-I" ? words[j + 1] : substr(w, w ~ /^--/ ? 11 : 3)
      replaced(words, j + 1 + (w == "-I"), nw, at == "" ? "{}" : at)
    }
    if (w ~ /^--/ ? taken(name, w) : joined_takes(name, w)) j++
  }
  if (name in OPERAND) j++
  return j
}

# Whether a long option takes the next word; it may be cut short as GNU tools let it.
function taken(name, word,    list, n) {
  if (index(word, "=")) return 0
  for (n = split(LONG[name], list, " "); n; n--) if (index(list[n], word) == 1) return 1
  return 0
}

# Whether the last of short options takes the next word, as the u of -iu does.
function joined_takes(name, word,    k) {
  for (k = 2; k <= length(word) && k < 20; k++)
    if ((name, "-" substr(word, k, 1)) in TAKES) return k == length(word)
  return 0
}

# The words that xargs puts in the place of a mark.
function replaced(words, i, nw, mark,    at) {
  for (; i <= nw; i++)
    if ((at = index(words[i], mark)))
      words[i] = substr(words[i], 1, at - 1) UNKNOWN substr(words[i], at + length(mark))
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
  if (STRENGTH == 2) {
    print WHY plain(REASON[FOUND]) | "cat 1>&2"
    close("cat 1>&2")
    exit 2
  }
  head = "{\"hookSpecificOutput\":{\"hookEventName\":\"PreToolUse\",\"permissionDecision\":\""
  print head "ask\",\"permissionDecisionReason\":\"" WHY REASON[FOUND] "\"}}"
}
' "$0" -
#: ask	release-steward	rule	git commit	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	git tag	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
#: ask	release-steward	rule	git push	this needs an approval by a mandate of release-steward: The agent MUST NOT commit, tag, push or publish a release without the written approval of the Release Manager in the release issue (forbidden-actions/not-commit-tag-push-publish-release#mandate)
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
