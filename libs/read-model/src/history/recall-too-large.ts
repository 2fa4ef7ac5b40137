/** More was asked for than may be kept. */
export class RecallTooLarge extends Error {
  override readonly name = 'RecallTooLarge';
  constructor(mostBytes: number) {
    const mb = Math.round(mostBytes / 1024 ** 2);
    super(
      `取回的历史超过上限 ${mb} MB（HISTORY_KEPT_MB），请缩小范围，如按部门查询。 ` +
        `The history that was asked for is larger than the ${mb} MB that may be kept (HISTORY_KEPT_MB): ask for less, such as one department.`,
    );
  }
}
