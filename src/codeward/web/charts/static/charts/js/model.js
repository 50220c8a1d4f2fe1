// The answer on this page: what the server holds, with the changes it has not confirmed folded in.
// The rules are those of fold.py: the latest word on a field holds, evidence is a set, lines stand by rank, then by id.

const clone = (value) => JSON.parse(JSON.stringify(value));

export class Answer {
  constructor(titles) {
    this.titles = titles; // code → {description, billable, known}
    this.server = { lines: [], queries: [] };
    this.pending = [];
    this.removed = new Map(); // what was taken out, so that it can be brought back
    this.view = this.server;
  }

  /** Take the server's word. */
  confirm(answer) {
    for (const line of answer.lines) {
      this.titles.set(line.code, {
        description: line.description, billable: line.billable, known: line.known,
      });
    }
    this.server = answer;
    this.refold();
  }

  setPending(operations) {
    this.pending = operations;
    this.refold();
  }

  refold() {
    const view = { lines: clone(this.server.lines), queries: clone(this.server.queries) };
    for (const operation of this.pending) this.apply(view, operation);
    view.lines.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
    this.view = view;
  }

  apply(view, operation) {
    const line = view.lines.find((one) => one.id === operation.line);
    const query = view.queries.find((one) => one.id === operation.query);
    const target = line ?? query;
    switch (operation.kind) {
      case "add_line":
        if (!line) {
          view.lines.push({
            id: operation.line, rank: operation.rank, kind: operation.line_kind ?? "diagnosis",
            system: operation.system ?? "icd10cm", code: operation.code, doubt: false, evidence: [],
          });
        }
        break;
      case "set_code": if (line) line.code = operation.code; break;
      case "move_line": if (line) line.rank = operation.rank; break;
      case "set_doubt": if (line) line.doubt = operation.doubt; break;
      case "remove_line":
        if (line) { this.removed.set(line.id, line); view.lines.splice(view.lines.indexOf(line), 1); }
        break;
      case "restore_line":
        if (!line && this.removed.has(operation.line)) view.lines.push(clone(this.removed.get(operation.line)));
        break;
      case "attach_evidence":
        if (target && !target.evidence.some((one) => one.id === operation.evidence)) {
          const { document, start, end, quote } = operation;
          target.evidence.push({ id: operation.evidence, document, start, end, quote });
        }
        break;
      case "detach_evidence":
        if (target) target.evidence = target.evidence.filter((one) => one.id !== operation.evidence);
        break;
      case "add_query":
        if (!query) view.queries.push({ id: operation.query, about: operation.about, evidence: [] });
        break;
      case "edit_query": if (query) query.about = operation.about; break;
      case "remove_query":
        if (query) { this.removed.set(query.id, query); view.queries.splice(view.queries.indexOf(query), 1); }
        break;
      case "restore_query":
        if (!query && this.removed.has(operation.query)) view.queries.push(clone(this.removed.get(operation.query)));
        break;
      default:
    }
  }

  get lines() { return this.view.lines; }

  get queries() { return this.view.queries; }

  line(id) { return this.view.lines.find((one) => one.id === id); }

  /** A rank for the end of the answer. */
  lastRank() {
    return this.view.lines.length ? this.view.lines[this.view.lines.length - 1].rank + 1 : 1;
  }

  /** The operations that move a line one place up (-1) or down (1); all ranks anew where two have met. */
  moves(id, step) {
    const order = this.view.lines.map((one) => one.id);
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
