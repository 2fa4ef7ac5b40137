import type { VersionStanding } from '#read-model';
import { namedEnum, SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

/** What is done to fill tables. */
export const FILLING_PHASE_NAMES = { filling: '读取日志并写入', indexing: '建立索引' } as const;
/** Where versions of the tables stand. */
export const VERSION_STATE_NAMES: Readonly<Record<VersionStanding, string>> = {
  serving: '正在供读',
  built: '已建成，尚未供读',
  left: '曾经供读',
  filling: '正在建立',
  waiting: '等待建立',
  failed: '建立失败',
};

const progress = z
  .strictObject({
    phase: namedEnum(FILLING_PHASE_NAMES),
    records: z.int().meta({ description: 'Records of the log that have been read' }),
    recordsTotal: z.int(),
    share: z.number().min(0).max(1),
    recordsPerSecond: z.number(),
    secondsLeft: z.number().nullable().meta({ description: 'About; null while nobody knows' }),
    toldAt: z.iso
      .datetime()
      .meta({ description: 'When this was told; filling that has not told for long is not under way' }),
  })
  .register(SCHEMA_NAMES, { id: 'ProjectionProgress' });

const leftOut = z
  .strictObject({
    openYears: z
      .int()
      .meta({ description: '尚未结账的部门年度数 Years of departments among those left out that are not closed yet' }),
    recalledStreams: z.int().meta({
      description: '已由日志取回历史的部门数 Departments whose history was read from the log and is kept at present',
    }),
    recalledBytes: z.int(),
  })
  .register(SCHEMA_NAMES, { id: 'ProjectionLeftOut' });

const projectionVersion = z
  .strictObject({
    version: z.string().meta({ example: '70dd06cd592a' }),
    form: z.int().meta({ description: 'Which tables it has: programs read versions of one form' }),
    state: namedEnum(VERSION_STATE_NAMES),
    records: z.int().nullable().meta({ description: 'Records of the log that its tables hold' }),
    projectors: z.int().meta({ description: 'How many projectors of it run' }),
    registeredAt: z.iso.datetime(),
    builtAt: z.iso.datetime().nullable(),
    servedAt: z.iso.datetime().nullable().meta({ description: 'When it was read first' }),
    historyFromYear: z.int().nullable().meta({
      description:
        '自该年度起保留变动历史；之前年度只留最终状态，历史在日志中。无则全部保留。 The first fiscal year whose history its tables hold; of earlier ones they hold the last state, and the log the rest. Null where they hold all',
    }),
    leftOut: leftOut.optional(),
    progress: progress.optional(),
    failure: z.string().nullable(),
  })
  .register(SCHEMA_NAMES, { id: 'ProjectionVersion' });

export const projectionsAnswer = z
  .strictObject({
    serving: z
      .string()
      .nullable()
      .meta({ description: 'The version that this program reads; null while there is none' }),
    versions: z.array(projectionVersion),
  })
  .register(SCHEMA_NAMES, { id: 'Projections' });
