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
