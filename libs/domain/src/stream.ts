/** One department of one administrative division: what a stream is about, over all years. */
export interface DepartmentPlace {
  division: string;
  department: string;
}

const STREAM = /^\d{6}\/\d{3}$/;

/** The name of a department's stream: `361100/126`. */
export function streamOf({ division, department }: DepartmentPlace): string {
  return `${division}/${department}`;
}

/** What a stream's name says. Foreign records may stand in streams of any name; of these it is whatever stands around the slash. */
export function placeOfStream(stream: string): DepartmentPlace {
  const [division = '', department = ''] = stream.split('/');
  return { division, department };
}

/** Nothing where the text is no department of a division. */
export function parseStream(text: string): DepartmentPlace | undefined {
  return STREAM.test(text) ? placeOfStream(text) : undefined;
}

/** An event's id is its stream and its revision: `361100/126@17`. */
export function eventIdOf({ stream, revision }: { stream: string; revision: number }): string {
  return `${stream}@${revision}`;
}

export function streamOfEvent(eventId: string): string {
  return eventId.slice(0, eventId.lastIndexOf('@'));
}
