import { codesPage } from './codes-page';
import { commandsPage } from './commands-page';
import { eventsPage } from './events-page';
import { exampleRun } from './example-run';

/** The pages of docs/ that are made from the code, by the names of their files. */
export function referencePages(): Readonly<Record<string, string>> {
  const happened = exampleRun();
  return {
    'commands.md': commandsPage(happened),
    'events.md': eventsPage(happened),
    'codes.md': codesPage(),
  };
}
