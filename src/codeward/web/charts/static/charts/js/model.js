// The answer on this page: what the server holds, with the changes it has not confirmed folded in.
// The rules are those of fold.py: the latest word on a field holds, evidence is a set, lines stand by rank, then by id.

const clone = (value) => JSON.parse(JSON.stringify(value));

export class Answer {
  constructor(titles) {
    this.titles = titles; // code → {description, billable, known}
    this.exempt = new Map(); // diagnosis → whether it is exempt from POA reporting, null where no list says
    this.server = { lines: [], queries: [] };
    this.pending = [];
    this.gone = { lines: new Map(), queries: new Map() }; // what was seen to be taken out
    this.view = this.server;
  }

  /** Take the server's word. */
  confirm(answer) {
    for (const line of answer.lines) {
      this.titles.set(line.code, {
        description: line.description, billable: line.billable, known: line.known,
      });
      if (line.exempt !== undefined) this.exempt.set(line.code, line.exempt);
    }
    this.server = answer;
    this.refold();
  }

  setPending(operations) {
    this.pending = operations;
    this.refold();
  }

  refold() {
    const all = { lines: clone(this.server.lines), queries: clone(this.server.queries) };
    const added = this.pending.filter((one) => one.kind.startsWith("add_")).map((one) => one.line ?? one.query);
    for (const key of ["lines", "queries"]) {
      // What was seen to go is kept at hand, so that Undo shows it at once.
      const standing = new Set([...all[key].map((one) => one.id), ...added]);
      for (const one of this.gone[key].values()) if (!standing.has(one.id)) all[key].push(clone(one));
    }
    const detached = new Set();
    for (const operation of this.pending) apply(all, detached, operation);
    for (const key of ["lines", "queries"]) {
      for (const one of all[key]) if (one.removed) this.gone[key].set(one.id, one);
    }
    const stands = (one) => !one.removed;
    this.view = {
      lines: all.lines.filter(stands).sort((one, other) => one.rank - other.rank || (one.id < other.id ? -1 : 1)),
      queries: all.queries.filter(stands),
    };
  }

  get lines() { return this.view.lines; }

  get queries() { return this.view.queries; }

  line(id) { return this.view.lines.find((one) => one.id === id); }

  /** A rank for the end of the answer. */
  lastRank() {
    return this.view.lines.length ? this.view.lines[this.view.lines.length - 1].rank + 1 : 1;
  }

  /** Diagnoses, or procedures. */
  of(kind) { return this.view.lines.filter((one) => one.kind === kind); }

  /**
   * The operations that move a line one place up (-1) or down (1) among the lines of its kind; all their ranks anew
   * where two have met.
   */
  moves(id, step) {
    const order = this.of(this.line(id)?.kind).map((one) => one.id);
    const from = order.indexOf(id);
    const to = from + step;
    if (from < 0 || to < 0 || to >= order.length) return [];
    order.splice(from, 1);
    order.splice(to, 0, id);
    const rank = (name) => this.line(name).rank;
    const before = to > 0 ? rank(order[to - 1]) : rank(order[1]) - 2;
    const after = to < order.length - 1 ? rank(order[to + 1]) : rank(order[to - 1]) + 2;
    const middle = (before + after) / 2;
    if (middle > before && middle < after) return [{ kind: "move_line", line: id, rank: middle }];
    return order.map((name, place) => ({ kind: "move_line", line: name, rank: place + 1 }));
  }
}

/** One operation on all lines and queries, as fold.py does it. */
function apply(all, detached, operation) {
  const line = all.lines.find((one) => one.id === operation.line);
  const query = all.queries.find((one) => one.id === operation.query);
  const target = line ?? query;
  switch (operation.kind) {
    case "add_line":
      if (!line) {
        all.lines.push({
          id: operation.line, rank: operation.rank, kind: operation.line_kind ?? "diagnosis",
          system: operation.system ?? "icd10cm", code: operation.code, doubt: false,
          poa: null, modifiers: [], units: null, pointers: [], date: null, through: null, place: null,
          provider: null, em: null, worked: null, evidence: [],
        });
      }
      break;
    case "add_query":
      if (!query) {
        all.queries.push({
          id: operation.query, about: operation.about, kind: null, to: null, options: [], evidence: [], indicators: [],
        });
      }
      break;
    case "set_code": if (line) line.code = operation.code; break;
    case "move_line": if (line) line.rank = operation.rank; break;
    case "edit_query": if (query) query.about = operation.about; break;
    case "set_query_kind": if (query) query.kind = operation.query_kind; break;
    case "set_query_to": if (query) query.to = operation.to; break;
    case "set_query_options": if (query) query.options = operation.options; break;
    case "set_dates": if (line) Object.assign(line, { date: operation.date, through: operation.through ?? null }); break;
    case "set_doubt": case "set_poa": case "set_modifiers": case "set_units": case "set_pointers": case "set_place":
    case "set_provider": case "set_em": case "set_worked": {
      const name = operation.kind.slice("set_".length);
      if (line) line[name] = operation[name];
      break;
    }
    case "remove_line": case "remove_query": if (target) target.removed = true; break;
    case "restore_line": case "restore_query": if (target) target.removed = false; break;
    case "attach_evidence":
      if (target && !detached.has(operation.evidence)) {
        const { document, start, end, quote } = operation;
        const words = { id: operation.evidence, document, start, end, quote };
        const list = operation.part === "indicator" && target === query ? query.indicators : target.evidence;
        const held = list.findIndex((one) => one.id === words.id);
        if (held < 0) list.push(words);
        else list[held] = words;
      }
      break;
    case "detach_evidence":
      if (target) {
        detached.add(operation.evidence);
        target.evidence = target.evidence.filter((one) => one.id !== operation.evidence);
        if (target === query) query.indicators = query.indicators.filter((one) => one.id !== operation.evidence);
      }
      break;
    default:
  }
}
