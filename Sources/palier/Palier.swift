internal import Platform

@main
struct Palier {
  static func main() {
    let code = CommandLineInterface.run(Array(CommandLine.arguments.dropFirst()))
    exitProcess(code)
  }
}
