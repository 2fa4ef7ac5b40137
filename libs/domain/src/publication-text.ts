/**
 * What a published budget says and no figure can tell. It is recorded in sections, each of which is set by itself: the newest of a
 * section counts, and one without content withdraws what stood there.
 */
export type PublicationSection =
  DutiesSection | OrganizationSection | StateAssetsSection | ProjectSection | ChangeReasonSection | GlossarySection;

/** What the sections are headed. */
export const SECTION_NAMES: Readonly<Record<PublicationSection['section'], string>> = {
  duties: '部门主要职责',
  organization: '机构设置',
  'state-assets': '国有资产占有使用情况',
  project: '项目情况说明',
  'change-reason': '增减变化原因',
  glossary: '名词解释',
};

/** 部门主要职责 */
export interface DutiesSection {
  section: 'duties';
  paragraphs: string[];
}

/** 机构设置: what is to be said besides the list of units, which the ledger knows. */
export interface OrganizationSection {
  section: 'organization';
  paragraphs: string[];
}

/** 国有资产占有使用情况, in counts. */
export interface StateAssetsSection {
  section: 'state-assets';
  /** ISO date of the count. */
  countedOn: string;
  vehicles: { total: number; byKind: { kind: string; count: number }[] };
  /** What the year's budget buys. Large equipment is what costs at least `largeEquipmentFromYuan` apiece. */
  purchases: { vehicles: number; largeEquipment: number; largeEquipmentFromYuan: string };
}

/** 项目情况说明 of one project. */
export interface ProjectSection {
  section: 'project';
  /** As the lines name it. */
  project: string;
  /** What the publication calls it, where that is another name. */
  title?: string;
  /** 项目概述 */
  overview?: string;
  /** 立项依据 */
  basis?: string;
  /** 实施主体 */
  executor?: string;
  /** 实施方案 */
  plan?: string;
  /** 实施周期 */
  period?: string;
}

/** 增减变化原因 of one measure of the comparison, such as `基本支出`. An empty reason withdraws it. */
export interface ChangeReasonSection {
  section: 'change-reason';
  measure: string;
  reason: string;
}

/** 名词解释 */
export interface GlossarySection {
  section: 'glossary';
  groups: { title: string; terms: { term: string; explanation: string }[] }[];
}

/** Tells which section a text replaces: there is one for each project and each measure, and one of every other kind. */
export function publicationSectionKey(section: PublicationSection): string {
  switch (section.section) {
    case 'project':
      return `project/${section.project}`;
    case 'change-reason':
      return `change-reason/${section.measure}`;
    case 'duties':
    case 'organization':
    case 'state-assets':
    case 'glossary':
      return section.section;
  }
}

/** The newest text of each section, by its key, in the order in which the sections were set first. */
export type PublicationTexts = ReadonlyMap<string, PublicationSection>;

/** The sections of a kind, in the order in which they were set first. */
export function sectionsOf<Kind extends PublicationSection['section']>(
  texts: PublicationTexts,
  kind: Kind,
): Extract<PublicationSection, { section: Kind }>[] {
  return [...texts.values()].filter(
    (section): section is Extract<PublicationSection, { section: Kind }> => section.section === kind,
  );
}

/** Sets sections over those that stand; what is set again keeps its place. */
export function withSections(texts: PublicationTexts, sections: readonly PublicationSection[]): PublicationTexts {
  const next = new Map(texts);
  for (const section of sections) next.set(publicationSectionKey(section), section);
  return next;
}
