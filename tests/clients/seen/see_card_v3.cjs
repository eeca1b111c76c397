// What the schema of Character Cards V3 parses.
const { readFileSync } = require("node:fs");
const { CCv3DataSchema } = require("@character-foundry/schemas");

function see(path) {
  const read = CCv3DataSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!read.success) return { error: JSON.stringify(read.error.issues) };
  const { data } = read.data;
  return { title: data.name, description: data.description, prompt: data.system_prompt };
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(see)));
