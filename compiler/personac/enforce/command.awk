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
