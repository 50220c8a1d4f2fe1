// What the learning parts do beyond plain HTML. A page that shows one of them loads this; all of it listens on the
// document, so parts that htmx brings later need no start of their own.
import "./learn/cells.js";
import "./learn/figure.js";
import "./learn/flash.js";
import "./learn/timer.js";
import "./learn/verdict.js";
