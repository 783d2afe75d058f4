// What the policies say, in words, for cards and saved text.

const UNITS = { percent: " %", persons: " borgere" };

/** (8.1, "percent") -> "8,1 %". */
const amount = (value, unit) => value.toLocaleString("da-DK") + (UNITS[unit] ?? "");

const joined = (...parts) => parts.filter(Boolean).join(", ");

export const citation = ({ title, section, year }) => joined(title, section, year);

export const wording = ({ text, quote }) => (quote ? `”${text}”` : text);

/** Each figure with {place, label, amount, persons} in words; what it is compared with is one more. */
export function describeFigures({ figures, definitions_differ: differ }, find) {
  return figures
    .flatMap((each) => [each, ...(each.comparison_area ? [{ ...each, area: each.comparison_area, value: each.comparison_value, persons: 0, footnote: null }] : [])])
    .map((each) => ({
      ...each,
      place: each.area ?? find(each.municipality)?.name ?? each.municipality,
      label: joined((differ || each.name !== figures[0].name) && each.name, each.population, differ && each.definition),
      amount: amount(each.value, each.unit),
      persons: each.persons && each.unit !== "persons" ? amount(each.persons, "persons") : "",
    }));
}
