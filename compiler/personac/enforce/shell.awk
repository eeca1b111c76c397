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
