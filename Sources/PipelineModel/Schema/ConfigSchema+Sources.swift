internal import JSON

extension ConfigSchema {
  static let sources: JSON = [
    "type": "object", "description": "What the pipeline reads.",
    "additionalProperties": [
      "type": "object", "required": ["kind", "files"], "additionalProperties": false,
      "properties": [
        "kind": ["enum": .array(SourceKind.all.map { .string($0.name) })],
        "files": [
          "description": "Paths, patterns or folders, relative to the config file.",
          "anyOf": [texts, ["type": "string", "minLength": 1]],
        ],
        "freshness": sourceFreshness,
        "rejects": sourceRejects,
        "columns": columns,
        "format": [
          "enum": .array(SourceOptions.Format.allCases.map { .string($0.rawValue) }),
          "description": "The files' format, where their names do not tell it.",
        ],
        "delimiter": [
          "type": "string", "minLength": 1, "maxLength": 2,
          "description": "Between the fields of a csv file; left out, its header tells.",
        ],
        "encoding": [
          "type": "string", "minLength": 1, "examples": .array(TextEncoding.allCases.map { .string($0.rawValue) }),
          "description": "The encoding of text (default: utf-8, or what a byte order mark says).",
        ],
        "decimal": decimal,
        "sheets": [
          "description": "The sheets of an Excel file; left out, all that have the columns.", "anyOf": [texts, text],
        ],
        "table": ["type": "string", "minLength": 1, "description": "The table of a database file."],
      ],
    ],
  ]

  private static let decimal: JSON = [
    "enum": .array(SourceOptions.DecimalMark.allCases.map { .string($0.rawValue) }), "default": ".",
    "description": "The mark before decimals; the other one may stand between thousands.",
  ]

  private static let columns: JSON = [
    "type": "object", "required": ["customer_id", "occurred_at"],
    "propertyNames": ["enum": .array(CanonicalColumn.allCases.map { .string($0.rawValue) })],
    "description": "Which column of the files becomes which column of a line (kind table).",
    "additionalProperties": [
      "anyOf": [
        text, texts,
        [
          "type": "object", "additionalProperties": false,
          "properties": [
            "name": ["description": "The column, or several.", "anyOf": [text, texts]],
            "value": ["type": "string", "minLength": 1, "description": "The same text for every row."],
            "format": [
              "description": "Of occurred_at: as in strptime, or unix, unix_ms, excel.", "anyOf": [text, texts],
            ],
            "decimal": decimal,
            "values": ["description": "Of is_return: what stands for a return.", "anyOf": [text, texts]],
          ],
        ],
      ]
    ],
  ]
}
