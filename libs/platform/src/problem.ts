import type { problemSchema } from '#wire';
import type { z } from 'zod';

/** Words for people: Chinese first, English beside it. */
export interface Bilingual {
  zh: string;
  en: string;
}

/** Every problem that this service answers with, by its stable code. */
export const PROBLEMS = {
  'malformed-json': { status: 400, zh: '请求不是合法的 JSON', en: 'The body is not valid JSON' },
  'not-utf-8': { status: 400, zh: '内容不是 UTF-8 编码', en: 'The bytes are no UTF-8' },
  'invalid-request': { status: 400, zh: '请求不符合格式', en: 'The request does not fit its schema' },
  'command-id-missing': { status: 400, zh: '缺少命令编号', en: 'The command has no id' },
  unauthorized: { status: 401, zh: '缺少有效的令牌', en: 'A valid bearer token is missing' },
  'message-unsigned': {
    status: 401,
    zh: '消息未签名：budget.commands 只收发送方签名的命令（紧凑格式 JWS）',
    en: 'The message is not signed: budget.commands takes commands as their senders have signed them, as a compact JWS (npm run ledger -- sign)',
  },
  'message-bears-token': {
    status: 401,
    zh: '消息带有令牌，不予受理：主题中的令牌人人可读。请撤销该令牌，并改为签名后发送',
    en: 'The message bears a token and is not taken, since whoever reads the topic reads the token: withdraw it, and sign messages in its place (npm run ledger -- sign)',
  },
  'token-malformed': { status: 401, zh: '令牌无法识别', en: 'The token cannot be read' },
  'token-expired': { status: 401, zh: '令牌已过期', en: 'The token has expired' },
  'token-not-yet-valid': { status: 401, zh: '令牌尚未生效', en: 'The token is not valid yet' },
  'token-wrong-issuer': { status: 401, zh: '令牌的签发方不受信任', en: 'The issuer of the token is not trusted here' },
  'token-wrong-audience': { status: 401, zh: '令牌不是发给本账本的', en: 'The token was given for another system' },
  'token-wrong-algorithm': {
    status: 401,
    zh: '令牌的签名算法不被接受',
    en: 'The token is signed by an algorithm that is not taken',
  },
  'token-unknown-key': { status: 401, zh: '令牌的签名密钥未知', en: 'The key that signed the token is not known' },
  'token-wrong-certificate': {
    status: 401,
    zh: '令牌是发给另一证书或密钥的持有人的',
    en: 'The token was given to the holder of another certificate or key',
  },
  'certificate-not-trusted': {
    status: 401,
    zh: '客户端证书不受信任',
    en: 'The certificate of the client is not trusted here',
  },
  'certificate-expired': {
    status: 401,
    zh: '客户端证书已过期或尚未生效',
    en: 'The certificate of the client has expired or is not valid yet',
  },
  'certificate-revoked': { status: 401, zh: '客户端证书已被吊销', en: 'The certificate of the client was revoked' },
  'certificate-unknown': { status: 401, zh: '客户端证书未登记', en: 'Nobody is known by the certificate' },
  'token-wrong-signature': { status: 401, zh: '令牌的签名不符', en: 'The signature of the token is wrong' },
  'signed-out': {
    status: 401,
    zh: '登录已结束，请重新登录',
    en: 'The session has ended: sign in again',
  },
  forbidden: { status: 403, zh: '没有这项权限', en: 'The right to do this is missing' },
  'cross-site': {
    status: 403,
    zh: '请求不是由控制台自己的页面发出的，不予受理',
    en: 'The request does not come from a page of the console, and is not taken',
  },
  'not-found': { status: 404, zh: '未找到', en: 'Not found' },
  'request-timeout': { status: 408, zh: '请求发送过慢，已中断', en: 'The request took too long to arrive' },
  'command-id-reused': {
    status: 409,
    zh: '同一命令编号已用于其他内容',
    en: 'The same command id was used with another body',
  },
  'import-faulty': {
    status: 409,
    zh: '文件有误，不能确认；请按错误清单修改后重新上传',
    en: 'The file has faults and cannot be confirmed: mend them, and send it again',
  },
  'position-not-reached': {
    status: 409,
    zh: '读模型尚未到达所要求的位置',
    en: 'The read model has not reached the position yet',
  },
  'other-log': { status: 409, zh: '该位置属于另一份账本', en: 'The position belongs to another log' },
  'page-expired': {
    status: 410,
    zh: '这一页所属的报表数据版本已被清除，请从第一页重新读取',
    en: 'The version of the tables that this page belongs to has been dropped: begin again with the first page',
  },
  'wrong-revision': { status: 412, zh: '版本与预期不符', en: 'The stream is not at the expected revision' },
  'body-too-large': { status: 413, zh: '请求过大', en: 'The body is too large' },
  'unsupported-media-type': { status: 415, zh: '不支持的内容类型', en: 'The content type is not supported' },
  'too-many-requests': { status: 429, zh: '请求过于频繁，请稍后重试', en: 'Too many requests; try again later' },
  'too-many-subscriptions': { status: 429, zh: '订阅过多，请稍后重试', en: 'Too many subscriptions; try again later' },
  'head-too-large': { status: 431, zh: '地址或请求头过长', en: 'The address and headers are too large' },
  'command-too-large': { status: 422, zh: '命令超过一条记录的上限', en: 'The command does not fit into one record' },
  'answer-too-large': {
    status: 422,
    zh: '答复超过消息上限；请用同一编号经 HTTP 查询',
    en: 'The answer does not fit into a message; the same id gives it over HTTP',
  },
  'message-set-aside': {
    status: 500,
    zh: '该消息无法处理，已移至 budget.commands.rejected 待人工核查；其他消息照常处理',
    en: 'The message could not be handled and was set aside on budget.commands.rejected for an operator; the others go on',
  },
  internal: { status: 500, zh: '内部错误', en: 'Internal error' },
  contended: { status: 503, zh: '该部门正被多方同时写入，请稍后重试', en: 'The stream is contended; try again' },
  overloaded: { status: 503, zh: '队列已满，请稍后重试', en: 'The queue is full; try again later' },
  unavailable: { status: 503, zh: '服务暂不可用，请稍后重试', en: 'The service is not available; try again later' },
  'upstream-unavailable': {
    status: 503,
    zh: '账本服务暂时没有答复；稍后用同一编号重试是安全的',
    en: 'The service behind the console does not answer; it is safe to try again with the same id in a moment',
  },
  'issuer-unreachable': {
    status: 503,
    zh: '暂时无法核实身份，请稍后用同一编号重试',
    en: 'Nobody can be identified at the moment, since the issuer of the tokens does not answer; try again with the same id',
  },
  'clock-apart': {
    status: 503,
    zh: '账本服务器的时钟有误，暂不受理',
    en: 'The clock of the ledger is wrong, and nothing is recorded until it is right',
  },
  'stream-ahead': {
    status: 503,
    zh: '该部门最新记录的时间在未来，暂不受理',
    en: 'The newest record of the stream lies in the future, and nothing can be recorded behind it yet',
  },
  'stream-stopped': {
    status: 503,
    zh: '该部门的记录已停止写入，需人工核查',
    en: 'The stream has stopped and needs an operator',
  },
  'read-too-long': { status: 503, zh: '查询超过时限，已中止', en: 'The read took too long and was given up' },
  'history-being-read': {
    status: 503,
    zh: '所问年度的历史正从日志取回，请稍后重试',
    en: 'The history that is asked about is being read from the log; try again shortly',
  },
  'history-unavailable': {
    status: 503,
    zh: '所问年度的历史只在日志中，目前无法取回',
    en: 'The history that is asked about stands in the log alone, and cannot be read from there at present',
  },
  'fate-unknown': {
    status: 504,
    zh: '结果尚不可知；用同一编号重发即可得到结果',
    en: 'The outcome is not known yet; posting the same id again is safe and gives it',
  },
} as const satisfies Record<string, Bilingual & { status: number }>;

export type ProblemCode = keyof typeof PROBLEMS;

export type ProblemStatus = (typeof PROBLEMS)[ProblemCode]['status'];

/** RFC 9457 problem details, with a stable `code`, words in both languages and the fields or figures that matter. */
export type ProblemDetails = z.output<typeof problemSchema>;

/** What passes by itself says when to come again, in seconds; a subscription must end before another has room. */
const RETRY_AFTER: ReadonlyMap<number, number> = new Map([
  [429, 30],
  [503, 1],
]);

/** A read that took all the time there is would take it again at once. */
const RETRY_LATER: Partial<Record<ProblemCode, number>> = {
  'read-too-long': 30,
  'history-being-read': 2,
  'history-unavailable': 30,
};

export function retryAfterOf(status: number): number | undefined {
  return RETRY_AFTER.get(status);
}

/** An answer that is a problem. Thrown at the edge only; inside the ledger outcomes are values. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly details: ProblemDetails;
  /** The detail in each language by itself. */
  readonly words: Bilingual;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    detail?: Bilingual,
    extensions: Record<string, unknown> = {},
    retryAfterSeconds = RETRY_LATER[code] ?? retryAfterOf(PROBLEMS[code].status),
  ) {
    const { status, zh, en } = PROBLEMS[code];
    super(detail?.en ?? en);
    this.words = detail ?? { zh, en };
    this.details = {
      type: `urn:budget-ledger:problem:${code}`,
      title: `${zh} ${en}`,
      status,
      detail: `${this.words.zh} ${this.words.en}`,
      code,
      ...extensions,
    };
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
