/** How something stands, by a sign, a word and a colour: none of them is needed to understand the others. */
export type State = 'well' | 'notice' | 'fault';

const SIGNS: Record<State, string> = { well: '✓', notice: '!', fault: '×' };

export function StateMark({ state, children }: { state: State; children: string }) {
  return (
    <span class={`state state-${state}`}>
      <span aria-hidden="true">{SIGNS[state]}</span> {children}
    </span>
  );
}
