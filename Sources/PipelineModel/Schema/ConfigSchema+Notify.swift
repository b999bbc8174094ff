internal import JSON

/// Notices and metrics.
extension ConfigSchema {
  static let notify: JSON = .members([
    ("type", "object"), ("additionalProperties", false), ("minProperties", 1),
    ("description", "Whom a run tells what became of it."),
    (
      "properties",
      .members(NotifyDeclaration.Event.allCases.map { ("on_\($0.rawValue)", hook) })
    ),
  ])

  private static let hook: JSON = [
    "type": "object", "additionalProperties": false,
    "properties": [
      "command": [
        "type": "array", "minItems": 1, "items": ["type": "string", "minLength": 1],
        "description": "A program and its arguments; no shell. It reads the notice, JSON, on standard input.",
      ],
      "webhook": [
        "type": "object", "required": ["url_env"], "additionalProperties": false,
        "properties": [
          "url_env": [
            "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
            "description": "The environment variable that holds the URL to which the notice is posted.",
          ]
        ],
      ],
      "timeout": ["type": "string", "pattern": .string(Duration.pattern), "default": "30 seconds"],
      "include_rows": [
        "type": "boolean", "default": false, "description": "Whether a few failing rows are in the notice.",
      ],
    ],
    "anyOf": [["required": ["command"]], ["required": ["webhook"]]],
  ]

  static let metrics: JSON = [
    "type": "object", "required": ["textfile"], "additionalProperties": false,
    "properties": [
      "textfile": [
        "type": "string", "pattern": "\\.prom$",
        "description": "A file for Prometheus' textfile collector, written after every run.",
      ]
    ],
  ]
}
