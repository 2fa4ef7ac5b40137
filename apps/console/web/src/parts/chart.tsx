import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { COMMON } from '../words/common';
import { useWords } from '../words/language';
import type { ChartOptions, drawing } from './drawing';

interface ChartProps {
  options: ChartOptions;
  /** What the chart shows, for who hears it; the figures stand in the table below it. */
  label: string;
  height: number;
  /** The name of the picture as a file, without its ending. */
  file: string;
  onPick?: (index: number) => void;
  /** What can be done with it, in words. */
  hint?: string;
}

/** A chart above the table that it is drawn from. The library comes when the first chart is shown. */
export function Chart({ options, label, height, file, onPick, hint }: ChartProps) {
  const words = useWords(COMMON);
  const place = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const [drawn, setDrawn] = useState<ReturnType<typeof drawing>>();
  useEffect(() => {
    let isHere = true;
    let made: ReturnType<typeof drawing> | undefined;
    void import('./drawing').then((module) => {
      if (!isHere || place.current === null) return;
      made = module.drawing(place.current, (index) => pick.current?.(index));
      setDrawn(made);
    });
    return () => {
      isHere = false;
      made?.end();
    };
  }, []);
  // At once, as a page that is printed is drawn for paper just before it goes there.
  useLayoutEffect(() => drawn?.show(options), [drawn, options]);
  return (
    <figure class="chart">
      <div ref={place} role="img" aria-label={label} style={{ height: `${height}px` }} />
      <figcaption class="small muted no-print">
        <span>{hint}</span>
        <button
          type="button"
          disabled={drawn === undefined}
          onClick={() => drawn && save(drawn.picture(), `${file}.png`)}
        >
          {words.picture}
        </button>
      </figcaption>
    </figure>
  );
}

function save(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
