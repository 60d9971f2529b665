// Opens each BPMN file of a folder with bpmn-moddle, which is how bpmn-js reads and writes, and saves it into another.
// node round-trip.mjs <from> <to>; a warning of the reader (something it did not understand) fails the run.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';

const [from, to] = process.argv.slice(2);
for (const name of readdirSync(from).filter((file) => file.endsWith('.bpmn'))) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(readFileSync(join(from, name), 'utf8'));
  for (const warning of warnings) console.error(`${name}: ${warning.message}`);
  if (warnings.length > 0) process.exitCode = 1;
  const { xml } = await new BpmnModdle().toXML(rootElement, { format: true });
  writeFileSync(join(to, name), xml);
}
