import { fenOf, isPool, sectionsOf, type StateAssetsSection } from '#domain';

import type { Narrated } from './explanation-figures';
import { listed, type Paragraph, plain, type Topic } from './narrative';
import { inWan, inWords, type Rounding } from './wan';

interface Counted {
  unit: string;
  assets: StateAssetsSection;
}

/** （八）国有资产占有使用情况: counts are added where they are of one day and of one kind of large equipment. */
export function assetsSection({ input, words }: Narrated): Topic {
  const counted = input.units.flatMap(({ unit, texts }): Counted[] =>
    sectionsOf(texts, 'state-assets').map((assets) => ({ unit: unit.name, assets })),
  );
  const missing = input.units.filter(
    ({ unit, texts }) => !isPool(unit.code) && sectionsOf(texts, 'state-assets').length === 0,
  );
  const groups = groupsOf(counted);
  return {
    heading: '国有资产占有使用情况',
    paragraphs: [
      ...groups.flatMap((group) => {
        const whose = groups.length === 1 ? words.all : listed(group.map(({ unit }) => unit));
        const planned = groups.length === 1 ? words.body : whose;
        return [vehicles(whose, group), purchases(`${input.fiscalYear} 年${planned}`, group, input.profile.rounding)];
      }),
      ...notRecorded(
        counted.length,
        missing.map(({ unit }) => unit.name),
      ),
    ],
  };
}

/** What was not recorded is not zero. */
function notRecorded(counted: number, missing: readonly string[]): Paragraph[] {
  if (missing.length === 0) return [];
  if (counted === 0) return [plain('国有资产占有使用情况未录入。')];
  return [plain(`以上不含未录入国有资产占有使用情况的单位：${listed(missing)}。`)];
}

function groupsOf(counted: readonly Counted[]): Counted[][] {
  const groups = new Map<string, Counted[]>();
  for (const one of counted) {
    const key = `${one.assets.countedOn}/${one.assets.purchases.largeEquipmentFromYuan}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** 截至 2023 年 9 月 30 日，部门共有车辆 0 辆，其中：…… */
function vehicles(whose: string, group: readonly Counted[]): Paragraph {
  const kinds = new Map<string, number>();
  for (const { kind, count } of group.flatMap(({ assets }) => assets.vehicles.byKind)) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  const [year, month, day] = (group[0]?.assets.countedOn ?? '').split('-').map(Number);
  const total = sum(group.map(({ assets }) => assets.vehicles.total));
  const parts = [...kinds].map(([kind, count]) => `${kind} ${count} 辆`);
  const among = parts.length === 0 ? '' : `，其中：${parts.join('，')}`;
  return plain(`截至 ${year} 年 ${month} 月 ${day} 日，${whose}共有车辆 ${total} 辆${among}。`);
}

/** 2024 年部门预算安排购置车辆 0 辆，安排购置单位价值 200 万元以上大型设备 0 台。 */
function purchases(whose: string, group: readonly Counted[], rounding: Rounding): Paragraph {
  const from = inWords(inWan(fenOf(group[0]?.assets.purchases.largeEquipmentFromYuan ?? '0.00'), rounding));
  const bought = sum(group.map(({ assets }) => assets.purchases.vehicles));
  const equipment = sum(group.map(({ assets }) => assets.purchases.largeEquipment));
  return plain(`${whose}预算安排购置车辆 ${bought} 辆，安排购置单位价值 ${from} 万元以上大型设备 ${equipment} 台。`);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
