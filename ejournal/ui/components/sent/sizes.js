/* How large a file is, in words. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** «3,4 МБ». */
export function sizeWords(bytes, locale) {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && size < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "unit", unit: UNITS[unit], maximumFractionDigits: digits }).format(size);
}
