extension SourceKind {
  /// UCI Online Retail I and II: one row per invoice line.
  public static let onlineRetail = SourceKind(
    name: "online_retail", summary: "UCI Online Retail I and II, csv, both date styles",
    columns: [
      Column("invoice", "Invoice", "InvoiceNo"), Column("stock_code", "StockCode"),
      Column("description", "Description"), Column("quantity", "Quantity"), Column("invoice_date", "InvoiceDate"),
      Column("price", "Price", "UnitPrice"), Column("customer_id", "Customer ID", "CustomerID"),
      Column("country", "Country"),
    ])

  /// Any table whose columns the config names.
  public static let table = SourceKind(
    name: "table", summary: "csv, Parquet, JSON, Excel or a database's table, columns as the config names them",
    columns: [], reading: .mapped)

  /// Every kind that this version reads.
  public static let all = [onlineRetail, table, sales2020, olist, rees46Events]

  /// What visitors of a shop did: views, carts, removals, purchases.
  public static let rees46Events = SourceKind(
    name: "rees46_events", summary: "REES46 events of a shop, csv or csv.gz, a file a month",
    columns: [
      Column("event_time", "event_time"), Column("event_type", "event_type"), Column("product_id", "product_id"),
      Column("category_code", "category_code"), Column("brand", "brand"), Column("price", "price"),
      Column("user_id", "user_id"), Column("user_session", "user_session"),
    ], reading: .events)

  /// Sales with a category and a payment method a line, as of a shop's year.
  public static let sales2020 = SourceKind(
    name: "sales_2020", summary: "sales with category and payment method; columns by their usual names",
    columns: [
      Column("customer_id", "client", "client_id", "id_client", "customer_id", "cust_id", "customer"),
      Column("order_id", "order_id", "commande", "id_commande", "commande_id", "numero_commande", "order"),
      Column("occurred_at", "date", "date_commande", "order_date", "date_achat", "timestamp"),
      Column("product_id", "product_id", "produit", "id_produit", "sku", "item_id", "product"),
      Column("category", "category", "catégorie", "categorie"),
      Column("quantity", "quantity", "quantité", "quantite", "qty", "qty_ordered"),
      Column("amount", "amount", "montant", "montant_total", "total", "sales"),
      Column("unit_price", "unit_price", "prix_unitaire", "prix", "price"),
      Column(
        "payment_method", "payment_method", "paiement", "mode_paiement", "mode_de_paiement", "moyen_paiement",
        "moyen_de_paiement", "payment"),
    ], reading: .mapped)

  /// The nine files of the Brazilian marketplace.
  public static let olist = SourceKind(
    name: "olist", summary: "Olist's nine csv files, each recognised by its header", columns: [],
    reading: .tables([
      Table(
        "orders", required: true, "order_id", "customer_id", "order_status", "order_purchase_timestamp",
        "order_delivered_customer_date"),
      Table(
        "items", required: true, "order_id", "order_item_id", "product_id", "seller_id", "shipping_limit_date",
        "price", "freight_value"),
      Table(
        "customers", required: true, "customer_id", "customer_unique_id", "customer_zip_code_prefix", "customer_city",
        "customer_state"),
      Table("payments", "order_id", "payment_type", "payment_installments", "payment_value"),
      Table("reviews", "review_id", "order_id", "review_score"),
      Table("products", "product_id", "product_category_name", "product_photos_qty"),
      Table("translations", "product_category_name", "product_category_name_english"),
      Table(
        "geolocation", "geolocation_zip_code_prefix", "geolocation_lat", "geolocation_lng", "geolocation_state"),
      Table("sellers", "seller_id", "seller_zip_code_prefix", "seller_state"),
    ]))
}
