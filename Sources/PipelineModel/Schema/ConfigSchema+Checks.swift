internal import JSON

/// Checks, contracts and the freshness of sources.
extension ConfigSchema {
  static let severity: JSON = [
    "enum": ["error", "warn"], "default": "error",
    "description": "error: nothing of the run is published, exit code 3; warn: it is told.",
  ]

  private static let age: JSON = ["type": "string", "pattern": .string(Duration.pattern)]

  static let sourceFreshness: JSON = [
    "type": "object", "additionalProperties": false,
    "description": "How old the newest data may be at a run.",
    "properties": [
      "column": [
        "type": "string", "pattern": "^[^.]+\\.[^.]+$",
        "description":
          "OUTPUT.COLUMN of the stage that reads the source; by default the first occurred_at, else the files' times.",
      ],
      "warn_after": age, "error_after": age,
    ],
    "anyOf": [["required": ["warn_after"]], ["required": ["error_after"]]],
  ]

  private static let share: JSON = ["type": "number", "minimum": 0, "maximum": 1]

  static let sourceRejects: JSON = [
    "type": "object", "additionalProperties": false,
    "description": "How large a share of the source's rows may be rejected, 0 to 1.",
    "properties": ["warn_above": share, "error_above": share],
    "anyOf": [["required": ["warn_above"]], ["required": ["error_above"]]],
  ]

  static let checks: JSON = [
    "type": "object", "description": "Rules that an output, STAGE.OUTPUT, must meet before it is published.",
    "additionalProperties": [
      "type": "array",
      "items": [
        "type": "object", "additionalProperties": false,
        "properties": [
          "not_null": texts, "unique": texts, "min_rows": ["type": "integer", "minimum": 0],
          "max_rows": ["type": "integer", "minimum": 0],
          "accepted_values": ["type": "object", "additionalProperties": ["type": "array"]],
          "range": [
            "type": "object",
            "additionalProperties": [
              "type": "array", "minItems": 2, "maxItems": 2, "items": ["type": ["number", "null"]],
            ],
          ],
          "foreign_key": foreignKey, "freshness": freshness, "change": change,
          "sql": ["type": "string", "description": "A SELECT over data that must give no row."],
          "name": ["type": "string"], "severity": severity,
          "max_failures": ["type": "integer", "minimum": 0, "description": "So many failing rows are tolerated."],
          "max_share": [
            "type": "number", "minimum": 0, "maximum": 1,
            "description": "This share of the output's rows may fail.",
          ],
        ],
        "oneOf": .array(ConfigLoader.checkRules.map { ["required": [.string($0)]] }),
      ],
    ],
  ]

  private static let foreignKey: JSON = [
    "type": "object", "required": ["column", "references"], "additionalProperties": false,
    "description": "Every value of the column stands in a column of another output.",
    "properties": [
      "column": ["type": "string"],
      "references": [
        "type": "string", "description": "STAGE.OUTPUT.COLUMN of the same stage or of one before it.",
      ],
    ],
  ]

  private static let freshness: JSON = [
    "type": "object", "required": ["column", "within", "of"], "additionalProperties": false,
    "description": "The newest value of the column is not too old.",
    "properties": [
      "column": ["type": "string"], "within": age,
      "of": [
        "enum": ["now", "as_of"],
        "description": "now: the time of the run, judged at every run; as_of: the pipeline's own date.",
      ],
    ],
  ]

  private static let change: JSON = [
    "type": "object", "required": ["max_percent"], "additionalProperties": false,
    "description": "The output does not differ too much from the version that it replaces.",
    "properties": [
      "of": [
        "type": "string", "default": "rows", "description": "rows, or an aggregate such as sum(amount_net).",
      ],
      "max_percent": ["type": "number", "minimum": 0],
      "direction": ["enum": ["both", "fall", "rise"], "default": "both"],
    ],
  ]

  static let contracts: JSON = [
    "type": "object", "description": "The columns that an output, STAGE.OUTPUT, promises to its readers.",
    "additionalProperties": [
      "type": "object", "required": ["columns"], "additionalProperties": false,
      "properties": [
        "columns": [
          "type": "object", "minProperties": 1, "additionalProperties": ["type": "string"],
          "description": "Columns with their SQL types; DECIMAL alone leaves width and scale open.",
        ],
        "extra_columns": ["enum": ["allow", "forbid"], "default": "allow"],
        "severity": severity,
      ],
    ],
  ]
}
