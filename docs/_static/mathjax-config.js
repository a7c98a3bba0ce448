// Everything that MathJax may load lies beside it: pages make no outside request, also when opened from disk.
window.MathJax = {
  loader: { load: ["a11y/assistive-mml"], paths: { fonts: "[mathjax]/fonts" } },
  tex: { inlineMath: [["\\(", "\\)"]], displayMath: [["\\[", "\\]"]] },
  options: {
    ignoreHtmlClass: ".*",
    processHtmlClass: "math",
    enableMenu: false,
    enableEnrichment: false,
    enableExplorer: false,
    enableSpeech: false,
    enableBraille: false,
    enableAssistiveMml: true,
    menuOptions: { settings: { enrich: false, speech: false, braille: false, collapsible: false, assistiveMml: true } }
  }
};
