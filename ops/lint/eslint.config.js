// The rules for web/static/js: what is surely a mistake, and what keeps modules apart. Layout is left to people.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    rules: {
      "no-implicit-globals": "error",
      "no-restricted-globals": ["error", "event", "name", "status", "parent", "top", "open", "close", "print"],
      "no-shadow": "error",
      "no-unused-vars": ["error", { args: "all", caughtErrors: "all" }],
      "no-var": "error",
      "prefer-const": "error",
      "eqeqeq": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "max-lines": ["error", 200],
      "max-lines-per-function": ["error", 40],
    },
  },
];
