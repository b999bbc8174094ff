public import JSON

/// The JSON Schema (2020-12) of a config: what editors complete from, and what the loader agrees with.
public enum ConfigSchema {
  /// The schema for stages of these kinds.
  public static func json(kinds: [StageKind]) -> JSON {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Palier pipeline",
      "type": "object",
      "required": ["name", "stages"],
      "additionalProperties": false,
      "properties": [
        "$schema": ["type": "string"],
        "name": ["type": "string", "minLength": 1, "description": "The pipeline's name."],
        "sources": sources,
        "parameters": parameters,
        "stages": stages(kinds),
        "checks": checks,
        "contracts": contracts,
        "notify": notify,
        "metrics": metrics,
        "retention": [
          "type": "object", "additionalProperties": false,
          "properties": [
            "keep_runs": ["type": "integer", "minimum": 1, "default": 14],
            "keep_days": ["type": "integer", "minimum": 0, "default": 30],
            "max_size": ["type": "string", "description": "What all versions may take, such as 10GB."],
            "auto": [
              "type": "boolean", "default": false,
              "description": "Whether a good run that changed something removes what can go.",
            ],
          ],
        ],
        "privacy": privacy,
        "limits": amounts("What all stages may use together while they run."),
        "lineage": [
          "description": "OpenLineage events of each run: false for none, or the namespace of jobs and datasets.",
          "anyOf": [
            ["type": "boolean"],
            [
              "type": "object", "additionalProperties": false,
              "properties": ["namespace": ["type": "string", "minLength": 1]],
            ],
          ],
        ],
        "engine": [
          "type": "object", "additionalProperties": false,
          "properties": [
            "kind": ["enum": .array(EngineDeclaration.Kind.allCases.map { .string($0.rawValue) })],
            "threads": ["type": "integer", "minimum": 1, "description": "Threads of one stage."],
            "memory_limit": [
              "type": "string", "pattern": .string(MemorySize.pattern),
              "description": "The engine's memory bound, such as 4GB.",
            ],
            "master": ["type": "string", "minLength": 1, "description": "Spark's master, such as spark://host:7077."],
            "home": [
              "type": "string", "minLength": 1, "description": "Spark's folder; SPARK_HOME where it is not given.",
            ],
            "conf": [
              "type": "object", "additionalProperties": ["type": "string"], "description": "Spark's own settings.",
            ],
            "storage": [
              "type": "string", "minLength": 1,
              "description": "A folder that every worker sees under this path; the output folder lies in it.",
            ],
          ],
        ],
      ],
    ]
  }

  static let text: JSON = ["type": "string", "minLength": 1]
  static let texts: JSON = ["type": "array", "items": text]

  private static let outputFormats: JSON = [
    "type": "object", "minProperties": 1,
    "propertyNames": ["pattern": "^[a-z][a-z0-9_]*$"],
    "additionalProperties": ["enum": .array(CommandDeclaration.Format.allCases.map { .string($0.rawValue) })],
  ]

  private static func stages(_ kinds: [StageKind]) -> JSON {
    [
      "type": "array", "minItems": 1,
      "items": [
        "type": "object", "required": ["id", "kind", "inputs"], "additionalProperties": false,
        "properties": [
          "id": ["type": "string", "pattern": "^[a-z][a-z0-9_]*$"],
          "kind": ["enum": .array(kinds.map { .string($0.name) })],
          "description": ["type": "string"],
          "sql": ["type": "string", "description": "The file with the stage's SELECT statements (kind sql)."],
          "inputs": [
            "type": "array", "items": ["type": "string", "pattern": "^(source:.+|[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*)$"],
          ],
          "outputs": [
            "description": "What the stage makes; of a command, each output's name with its format.",
            "anyOf": [texts, outputFormats],
          ],
          "parameters": texts,
          "partition": ["enum": ["file"]],
          "publish": publish,
          "command": [
            "type": "array", "minItems": 1, "items": ["type": "string", "minLength": 1],
            "description": "The program and its arguments (kind command); ${PARAMETER} stands for a value.",
          ],
          "files": [
            "description": "The program's own files, folders or patterns (kind command).", "anyOf": [texts, text],
          ],
          "resources": amounts("What the stage may use while it runs; it begins when that is free."),
          "retries": [
            "type": "object", "required": ["count"], "additionalProperties": false,
            "description": "How often the stage is tried again after a failure that may pass.",
            "properties": [
              "count": ["type": "integer", "minimum": 1],
              "backoff": ["type": "string", "pattern": .string(Duration.pattern), "default": "1 s"],
            ],
          ],
          "timeout": [
            "type": "string", "pattern": .string(Duration.pattern),
            "description": "How long the program may take, such as 10 minutes (kind command).",
          ],
          "environment": [
            "type": "object", "additionalProperties": ["type": "string"],
            "description": "Variables that the program gets (kind command).",
          ],
          "pass_environment": [
            "description": "Variables that the program gets as they are (kind command).", "anyOf": [texts, text],
          ],
        ],
        "allOf": [
          ["if": ["properties": ["kind": ["const": "sql"]]], "then": ["required": ["sql"]]],
          ["if": ["properties": ["kind": ["const": "publish"]]], "then": ["required": ["publish"]]],
          [
            "if": ["properties": ["kind": ["const": "command"]]],
            "then": ["required": ["command", "outputs"], "properties": ["outputs": ["type": "object"]]],
            "else": ["properties": ["outputs": ["type": "array"]]],
          ],
        ],
      ],
    ]
  }

  private static func amounts(_ description: String) -> JSON {
    [
      "type": "object", "additionalProperties": false, "description": .string(description),
      "properties": [
        "threads": ["type": "integer", "minimum": 1],
        "memory": ["type": "string", "pattern": .string(MemorySize.pattern)],
      ],
    ]
  }

  /// The known parameters as nested objects; at the top, parameters of one's own are free.
  private static var parameters: JSON {
    var root = Node()
    for definition in ParameterCatalog.all {
      root.insert(definition.path.split(separator: ".").map(String.init)[...], definition)
    }
    return root.schema(isTop: true)
  }

  private struct Node {
    var children: [(name: String, node: Node)] = []
    var definition: ParameterDefinition?

    mutating func insert(_ path: ArraySlice<String>, _ definition: ParameterDefinition) {
      guard let name = path.first else {
        self.definition = definition
        return
      }
      if let index = children.firstIndex(where: { $0.name == name }) {
        children[index].node.insert(path.dropFirst(), definition)
      } else {
        var child = Node()
        child.insert(path.dropFirst(), definition)
        children.append((name, child))
      }
    }

    func schema(isTop: Bool = false) -> JSON {
      if let definition {
        return .members(
          (definition.type.schema.object ?? []).map { ($0.key, $0.value) } + [
            ("default", definition.initial), ("description", .string(definition.summary)),
          ])
      }
      var members: [(String, JSON)] = [
        ("type", "object"), ("properties", .members(children.map { ($0.name, $0.node.schema()) })),
      ]
      if !isTop { members.append(("additionalProperties", false)) }
      return .members(members)
    }
  }
}
