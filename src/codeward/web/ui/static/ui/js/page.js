// What every page does: tell the server the browser's time zone, and let messages be dismissed.
import { toast } from "./toast.js";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `cw_tz=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
}

// A server may ask for a toast in an htmx answer: HX-Trigger: {"toast": {"kind": "success", "text": "…"}}
document.body.addEventListener("toast", (event) => toast(event.detail.text, event.detail.kind));
