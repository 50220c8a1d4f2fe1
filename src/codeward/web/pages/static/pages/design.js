// The gallery's two things that move.
import { toast } from "../ui/js/toast.js";

for (const button of document.querySelectorAll("[data-gallery-toast]")) {
  button.addEventListener("click", () => {
    toast(button.dataset.galleryToast, "info", { label: button.dataset.galleryLabel, run: () => button.focus() });
  });
}
for (const button of document.querySelectorAll("[data-gallery-open]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.galleryOpen).showModal());
}
