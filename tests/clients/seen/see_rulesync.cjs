// What rulesync writes for Claude Code from each file, in a project of its own.
const { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { tmpdir } = require("node:os");
const { basename, dirname, join } = require("node:path");
const program = join(dirname(require.resolve("rulesync")), "cli", "index.js");
const command = [program, "generate", "--targets", "claudecode", "--features", "subagents"];

function see(path) {
  const project = mkdtempSync(join(tmpdir(), "rulesync-"));
  try {
    const source = join(project, ".rulesync", "subagents");
    mkdirSync(source, { recursive: true });
    cpSync(path, join(source, basename(path)));
    const done = spawnSync(process.execPath, command, { cwd: project, encoding: "utf8" });
    if (done.status) return { error: done.stdout + done.stderr };
    const folder = join(project, ".claude", "agents");
    if (!existsSync(folder)) return { error: done.stdout + done.stderr };
    return { file: readFileSync(join(folder, readdirSync(folder)[0]), "utf8") };
  } catch (error) {
    return { error: String(error) };
  } finally {
    rmSync(project, { recursive: true });
  }
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(see)));
