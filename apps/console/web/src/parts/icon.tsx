const SHAPES = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
};

/** Drawn and not typed, since not every font has such signs. What it means stands in the label of what holds it. */
export function Icon({ shape }: { shape: keyof typeof SHAPES }) {
  return (
    <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true" class="icon">
      <path d={SHAPES[shape]} />
    </svg>
  );
}
