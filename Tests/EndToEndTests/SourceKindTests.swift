import Foundation
import JSON
import TestSupport
import Testing

/// Sources of other shapes, from file to clusters.
@Suite struct SourceKindTests {
  private func folder() throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    for name in ["stages", "pipelines"] {
      try FileManager.default.copyItem(
        at: Repository.root.appendingPathComponent(name), to: folder.url.appendingPathComponent(name))
    }
    return folder
  }

  /// The four groups of customers that the sample is made of come out, and nothing else.
  @Test func cashAndCategoryMakeFourClusters() throws {
    let folder = try folder()
    let sample = try PalierProcess.run(
      ["sample", "data/sales_2020", "--kind", "sales_2020", "--lines", "6000", "--json"], in: folder.root)
    #expect(sample.code == 0, "\(sample.errors)")
    let run = try PalierProcess.run(
      ["run", "-c", "pipelines/sales_2020.json", "--output", "out", "--json", "--progress", "none"], in: folder.root)
    #expect(run.code == 0, "\(run.errors)")
    func rows(_ output: String) throws -> [JSON] {
      try PalierProcess.run(
        ["show", output, "-c", "pipelines/sales_2020.json", "--output", "out", "-n", "0", "--json"], in: folder.root
      ).json.array ?? []
    }
    #expect(try rows("features.categories").first?["category"]?.string == "A")
    let ledger = try rows("clean_returns.row_ledger")
    #expect(ledger.first?["rows_read"]?.int == sample.json["rows"]?.int)
    let profiles = try rows("kmeans.profiles")
    var corners: Set<String> = []
    for cluster in Set(profiles.compactMap { $0["cluster"]?.int }) {
      let own = profiles.filter { $0["cluster"]?.int == cluster }
      func mean(_ feature: String) -> Double {
        own.first { $0["feature"]?.string == feature }?["mean"]?.double ?? .nan
      }
      let (category, cash) = (mean("category_share_1"), mean("cash_share"))
      #expect(category < 0.2 || category > 0.7, "cluster \(cluster): \(category)")
      #expect(cash < 0.2 || cash > 0.7, "cluster \(cluster): \(cash)")
      corners.insert("\(category > 0.5) \(cash > 0.5)")
    }
    #expect(corners.count == 4)
    let names = Set(profiles.compactMap { $0["name_fr"]?.string })
    #expect(names.count == 4 && names.allSatisfy { $0.contains("de la catégorie A") && $0.contains("en espèces") })
    // The study computes shares as of past months; here they last.
    let studied = Set(try rows("stability.drift").compactMap { $0["feature"]?.string })
    #expect(studied == ["category_share_1", "cash_share"])
    #expect(run.verdicts["drift"] == "ran")
    #expect(Set(profiles.compactMap { $0["cluster"]?.int }).count == 4)
    let again = try PalierProcess.run(
      ["run", "-c", "pipelines/sales_2020.json", "--output", "out", "--json", "--progress", "none"], in: folder.root)
    #expect(Set(again.verdicts.values) == ["fresh"])
  }

  /// Nine small files of a marketplace: every number can be worked out by hand.
  @Test func aMarketplaceInNineFiles() throws {
    let folder = try folder()
    let files = [
      "orders.csv": """
      order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date
      o1,c1,delivered,2018-01-01 00:00:00,,,2018-01-06 12:00:00,
      o2,c2,delivered,2018-02-01 00:00:00,,,,
      o3,c3,canceled,2018-02-02 00:00:00,,,,
      o4,c4,delivered,2018-03-01 10:00:00,,,2018-03-03 10:00:00,
      """,
      "items.csv": """
      order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value
      o1,1,p1,s1,2018-01-02 00:00:00,10.00,5.00
      o1,2,p2,s1,2018-01-02 00:00:00,20.00,5.00
      o2,1,p1,s1,2018-02-02 00:00:00,10.00,0.00
      o2,2,p1,s1,2018-02-02 00:00:00,10.00,0.00
      o2,3,p1,s1,2018-02-02 00:00:00,10.00,0.00
      o3,1,p1,s1,2018-02-02 00:00:00,10.00,0.00
      o4,1,p2,s1,2018-03-02 00:00:00,7.00,1.00
      o9,1,p2,s1,2018-03-02 00:00:00,7.00,1.00
      """,
      "payments.csv": """
      order_id,payment_sequential,payment_type,payment_installments,payment_value
      o1,1,voucher,1,10.00
      o1,2,credit_card,3,30.00
      o2,1,boleto,1,100.00
      o3,1,credit_card,1,10.00
      """,
      "reviews.csv": """
      review_id,order_id,review_score,review_comment_title,review_comment_message,review_creation_date,review_answer_timestamp
      r1,o1,5,,"two
      lines",2018-01-10 00:00:00,
      r2,o1,2,,,2018-01-11 00:00:00,
      r3,o2,1,,,2018-02-10 00:00:00,
      """,
      "customers.csv": """
      customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state
      c1,ann,01001,sao paulo,SP
      c2,bob,20000,rio,RJ
      c3,cy,20000,rio,RJ
      c4,ann,20000,rio,RJ
      """,
      "products.csv": """
      product_id,product_category_name,product_name_lenght,product_description_lenght,product_photos_qty,product_weight_g,product_length_cm,product_height_cm,product_width_cm
      p1,beleza,1,1,1,1,1,1,1
      p2,outro,1,1,1,1,1,1,1
      """,
      "translation.csv": "\u{FEFF}product_category_name,product_category_name_english\nbeleza,beauty\n",
      "geolocation.csv": """
      geolocation_zip_code_prefix,geolocation_lat,geolocation_lng,geolocation_city,geolocation_state
      20000,-22.5,-43.5,rio,RJ
      20000,-23.5,-42.5,rio,RJ
      20000,45.0,9.0,elsewhere,RJ
      """,
      "sellers.csv": "seller_id,seller_zip_code_prefix,seller_city,seller_state\ns1,01001,sao paulo,SP\n",
    ]
    for (name, text) in files { try folder.write("data/olist/\(name)", text) }
    let run = try PalierProcess.run(
      ["run", "-c", "pipelines/olist.json", "--output", "out", "--select", "+rfm", "--json", "--progress", "none"],
      in: folder.root)
    #expect(run.code == 0, "\(run.errors)")
    func rows(_ output: String) throws -> [JSON] {
      try PalierProcess.run(
        ["show", output, "-c", "pipelines/olist.json", "--output", "out", "-n", "0", "--json"], in: folder.root
      ).json.array ?? []
    }
    let lines = try rows("ingest.lines").sorted { ($0["source_line"]?.int ?? 0) < ($1["source_line"]?.int ?? 0) }
    #expect(lines.compactMap { $0["order_id"]?.string } == ["o1", "o1", "o2", "o2", "o2", "o4"])
    // 40 over 15 : 25; 100 over three equal parts that add up; without a payment, price and freight.
    #expect(lines.compactMap { $0["amount"]?.double } == [15, 25, 33.3333, 33.3334, 33.3333, 8])
    #expect(lines.compactMap { $0["customer_id"]?.string } == ["ann", "ann", "bob", "bob", "bob", "ann"])
    #expect(
      lines.compactMap { $0["payment_method"]?.string } == ["credit_card", "credit_card", "boleto", "boleto", "boleto"])
    #expect(lines[0]["payment_installments"]?.int == 3)
    #expect(lines[0]["review_score"]?.double == 3.5)
    #expect(lines[0]["delivery_days"]?.double == 5.5)
    #expect(lines[2]["delivery_days"]?.double == nil)
    #expect(lines.compactMap { $0["category"]?.string } == ["beauty", "outro", "beauty", "beauty", "beauty", "outro"])
    #expect(lines.compactMap { $0["region"]?.string } == ["SP", "SP", "RJ", "RJ", "RJ", "RJ"])
    let rejects = try rows("ingest.rejects")
    #expect(rejects.count == 2)
    #expect(rejects.contains { $0["reason"]?.string?.contains("canceled") == true && $0["source_line"]?.int == 7 })
    #expect(rejects.contains { $0["reason"]?.string?.contains("not among the orders") == true })
    let ann = try rows("ingest.places").first { $0["customer_id"]?.string == "ann" }
    #expect(ann?["latitude"]?.double == -23)
    #expect(ann?["longitude"]?.double == -43)
    for table in try rows("ingest.tables") {
      let number = { (key: String) in table[key]?.int ?? -1 }
      #expect(number("rows_read") == number("rejected") + number("used") + number("not_used"), "\(table)")
    }
    let ledger = try rows("clean_returns.row_ledger")
    #expect(ledger.first?["rows_read"]?.int == 8)
    #expect(ledger.first?["kept"]?.int == 6)
  }

  /// Events of two months, packed and plain: the same clusters, every row accounted for, behaviour beside purchases.
  @Test func eventsBecomePurchasesAndBehaviour() throws {
    let folder = try folder()
    let sample = try PalierProcess.run(
      ["sample", "data/rees46", "--kind", "events", "--rows", "30000", "--json"], in: folder.root)
    #expect(sample.code == 0, "\(sample.errors)")
    #expect(try Command.run("/bin/gzip", [folder.path("data/rees46/2019-Nov.csv")]).code == 0)
    let config = ["-c", "pipelines/rees46_behaviour.json", "--output", "out"]
    let run = try PalierProcess.run(["run", "--json", "--progress", "none"] + config, in: folder.root)
    #expect(run.code == 0, "\(run.errors)")
    func rows(_ output: String) throws -> [JSON] {
      try PalierProcess.run(["show", output, "-n", "0", "--json"] + config, in: folder.root).json.array ?? []
    }
    let ledger = try rows("ingest.event_ledger")
    #expect(ledger.reduce(0) { $0 + ($1["rows_read"]?.int ?? 0) } == 30_000)
    #expect(ledger.reduce(0) { $0 + ($1["purchases"]?.int ?? 0) } == sample.json["purchases"]?.int)
    #expect(ledger.reduce(0) { $0 + ($1["rejected"]?.int ?? 0) } == sample.json["malformed"]?.int)
    #expect((sample.json["malformed"]?.int ?? 0) > 20)
    let customers = try rows("behaviour.customers")
    #expect(!customers.isEmpty)
    for customer in customers {
      #expect((customer["sessions"]?.int ?? 0) >= (customer["frequency"]?.int ?? .max))
      let share = customer["session_to_purchase"]?.double ?? .nan
      #expect(share > 0 && share <= 1)
    }
    #expect(try rows("kmeans.profiles").contains { $0["feature"]?.string == "views" })
    // Unpacked, nothing behind the reader changes.
    #expect(try Command.run("/bin/gzip", ["-d", folder.path("data/rees46/2019-Nov.csv.gz")]).code == 0)
    let plain = try PalierProcess.run(["run", "--json", "--progress", "none"] + config, in: folder.root)
    #expect(plain.contentDigests["clean_returns"] == run.contentDigests["clean_returns"])
    #expect(plain.contentDigests["kmeans"] == run.contentDigests["kmeans"])
  }
}
