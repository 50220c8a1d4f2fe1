// The fields of a line: those that the chart asks for, and no others.
import { DateField } from "./date.js";
import { Modifiers } from "./modifiers.js";
import { PlaceField } from "./place.js";
import { Poa } from "./poa.js";
import { Pointers } from "./pointers.js";
import { Units } from "./units.js";

/** @param {object} pane the answer pane @param {object} line */
export function fieldsOf(pane, line) {
  const { claim } = pane;
  const asks = new Set(claim.asks);
  if (line.kind === "diagnosis") return asks.has("poa") ? [new Poa(pane, line)] : [];
  if (line.system === "icd10pcs") return asks.has("dates") ? [new DateField(pane, line)] : [];
  return [
    asks.has("modifiers") ? new Modifiers(pane, line) : null,
    asks.has("units") ? new Units(pane, line) : null,
    asks.has("pointers") ? new Pointers(pane, line) : null,
    asks.has("dates") ? new DateField(pane, line) : null,
    claim.places.length ? new PlaceField(pane, line) : null,
  ].filter(Boolean);
}

/** What a new line of that system begins with: one unit, and the day where the claim has only one. */
export function beginning(claim, line, system) {
  if (system === "icd10cm") return [];
  const made = [];
  if (system !== "icd10pcs") made.push({ kind: "set_units", line, units: 1 });
  const only = claim.days.length === 1 ? claim.days[0].date : claim.first === claim.last ? claim.first : null;
  if (only) made.push({ kind: "set_dates", line, date: only, through: null });
  return made;
}

/** What the chart asks of a line and the line does not say, by name. No modifier is an answer too. */
export function lacking(claim, line, model) {
  const asks = new Set(claim.asks);
  const missing = [];
  if (line.kind === "diagnosis") {
    if (asks.has("poa") && !line.poa && model.exempt.get(line.code) !== true) missing.push("poa");
    return missing;
  }
  if (asks.has("dates") && !line.date) missing.push("date");
  if (line.system === "icd10pcs") return missing;
  if (asks.has("units") && line.units === null) missing.push("units");
  if (asks.has("pointers") && !line.pointers.some((id) => model.line(id))) missing.push("pointers");
  if (claim.places.length && !line.place && !claim.days.find((day) => day.date === line.date)?.place) missing.push("place");
  return missing;
}
