import type { Session } from '../../api/session';
import { COMMON } from '../../words/common';
import { useWords, words } from '../../words/language';

const WORDS = words(
  {
    title: '政府部门预算账本',
    lead: '每一笔批复、结转、追加与调剂都记录在案，任何一天的任何一张表都能重现。',
    points:
      '看表：任何单位、部门、地区的预算表，追到每一笔凭据\n看变化：任意两天、任意两年的差别与原因\n办理：先试算、后提交，不会重复，不会超支',
    help: '用单位的账号登录；能看到什么、能办理什么，由你的权限决定。',
  },
  {
    title: 'Budget ledger of government departments',
    lead: 'Every allocation, carry-over, supplement and transfer is on record; any table of any day can be shown again.',
    points:
      'Tables of any unit, department and division, down to each document\nChanges between any two days or years, with their reasons\nWork that is tried before it is sent, never twice, never beyond what is there',
    help: 'Sign in with your office account; what you see and may do depends on your rights.',
  },
);

/** What somebody sees who is not signed in. */
export function SignIn({ session }: { session: Extract<Session, { signedIn: false }> }) {
  const own = useWords(WORDS);
  const common = useWords(COMMON);
  const to = `${session.signIn}?to=${encodeURIComponent(location.pathname + location.search)}`;
  return (
    <section class="card welcome">
      <h1>{own.title}</h1>
      <p>{own.lead}</p>
      <ul>
        {own.points.split('\n').map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p>
        <a class="button primary" href={to}>
          {common.signIn}
        </a>
      </p>
      <p class="muted small">{own.help}</p>
    </section>
  );
}
