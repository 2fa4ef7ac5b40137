/**
 * “三公”经费: its items are economic 款. The order is that of table 7; the name in the table's head is spelled with narrow
 * brackets there and with wide ones in the explanation, as the published documents do.
 */
export const THREE_PUBLIC_ITEMS = [
  { economic: '30212', column: '因公出国(境)费', name: '因公出国（境）费' },
  { economic: '30217', column: '公务接待费', name: '公务接待费' },
  { economic: '30231', column: '公务用车运行维护费', name: '公务用车运行维护费' },
  { economic: '31013', column: '公务用车购置', name: '公务用车购置' },
] as const;
