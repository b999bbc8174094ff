extension Assets {
  /// Loaded first: counts what goes wrong, so that a test (and a reader's report) can see it on the root element.
  static let guardScript = Script(
    name: "guard",
    text: #"""
      (function () {
        "use strict";
        const root = document.documentElement;
        const faults = [];
        const Palier = (window.Palier = { pages: {} });
        Palier.fault = function (text) {
          faults.push(String(text));
          root.dataset.errors = String(faults.length);
          root.dataset.errorText = faults.join(" | ").slice(0, 4000);
        };
        root.dataset.errors = "0";
        window.addEventListener("error", function (event) {
          const source = event.target && event.target !== window && (event.target.src || event.target.href);
          Palier.fault(source ? "not loaded: " + source : event.message);
        }, true);
        window.addEventListener("unhandledrejection", function (event) { Palier.fault(event.reason); });
        document.addEventListener("securitypolicyviolation", function (event) {
          Palier.fault("blocked by policy: " + event.violatedDirective + " " + event.blockedURI);
        });
      })();
      """#)
}
