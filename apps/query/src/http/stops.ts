import { eventIdOf, positionOf } from '#domain';
import { Problem } from '#platform';
import type { StreamStop } from '#read-model';
import { escapeHtml } from '#report';

const MOST_IN_HEADER = 20;

/** What an answer in JSON says of each. */
interface StopAnswer {
  stream: string;
  revision: number;
  position: string;
  reason: string;
}

export function stopAnswer({ stream, revision, partition, offset, reason }: StreamStop): StopAnswer {
  return { stream, revision, position: positionOf({ partition, offset }), reason };
}

/** `361100/126@17=3:41`: the newest revision that is shown, and where the record stands that could not be. */
export function stoppedHeader(stops: readonly StreamStop[]): string {
  const named = stops
    .slice(0, MOST_IN_HEADER)
    .map(
      ({ stream, revision, partition, offset }) =>
        `${eventIdOf({ stream: asciiOf(stream), revision })}=${positionOf({ partition, offset })}`,
    );
  const more = stops.length - named.length;
  return [...named, ...(more > 0 ? [`+${more}`] : [])].join(', ');
}

/** A stream of another's making may be called anything. */
function asciiOf(stream: string): string {
  return /^[\d/]{1,20}$/.test(stream) ? stream : encodeURIComponent(stream).replace(/[",=\s]/g, '_');
}

/** A page with a banner that says what it lacks. */
export function pageWithStops(page: string, stops: readonly StreamStop[]): string {
  return stops.length === 0 ? page : page.replace(/<body[^>]*>/, (body) => `${body}\n${banner(stops)}`);
}

/** What is not there may be what a stopped stream keeps back; a request that does not fit is about no stream. A problem stays short. */
export function problemWithStops(error: unknown, stops: readonly StreamStop[]): unknown {
  if (stops.length === 0 || !(error instanceof Problem) || error.details.status === 400) return error;
  error.details['stopped'] = stops.slice(0, MOST_IN_HEADER).map(stopAnswer);
  if (stops.length > MOST_IN_HEADER) error.details['stoppedInAll'] = stops.length;
  return error;
}

/** What is asked for lies behind the stop: there are no figures of it, and waiting brings none. */
export function streamStopped(stop: StreamStop, asked: string | number): Problem {
  const { stream, revision, reason } = stop;
  const detail = {
    zh: `${stream} 的查询数据停在第 ${revision} 版，未含所要求的 ${asked}；记录仍在账本中，须由管理员处理后才能查询。`,
    en: `What can be read of ${stream} has stopped at revision ${revision}, before ${asked}; the records are in the log, and an operator has to see to it. ${reason}`,
  };
  return new Problem('stream-stopped', detail, { asked, stopped: [stopAnswer(stop)] });
}

function banner(stops: readonly StreamStop[]): string {
  const streams = stops
    .slice(0, MOST_IN_HEADER)
    .map(({ stream, revision }) => `${escapeHtml(stream)}（第 ${revision} 版 revision ${revision}）`)
    .join('、');
  const more = stops.length > MOST_IN_HEADER ? ` 等 ${stops.length} 个部门 of ${stops.length} in all` : '';
  return (
    `<div role="alert" style="border:2px solid #b00020;background:#fff3f3;color:#7a0014;padding:.6em 1em;margin:1em 0">` +
    `<strong>数据不完整：</strong>${streams}${more}之后的记录未能显示，请联系系统管理员。` +
    `<small>Not complete: what these departments recorded afterwards is not shown; an operator has to see to it.</small></div>`
  );
}
