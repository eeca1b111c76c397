// What the library of Character Cards V2 parses.
const { readFileSync } = require("node:fs");
const { parseToV2 } = require("character-card-utils");

function see(path) {
  try {
    const { data } = parseToV2(JSON.parse(readFileSync(path, "utf8")));
    return { title: data.name, description: data.description, prompt: data.system_prompt };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(see)));
