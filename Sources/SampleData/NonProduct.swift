/// `,code,description,` of what is not a product.
enum NonProduct {
  static let postage = Array(",POST,POSTAGE,".utf8)
  static let manual = Array(",M,Manual,".utf8)
  static let discount = Array(",D,Discount,".utf8)
  static let bankCharges = Array(",BANK CHARGES,Bank Charges,".utf8)
  static let marketplaceFee = Array(",AMAZONFEE,AMAZON FEE,".utf8)
}
