# What `sbw` needs: the bucket of artifacts, the table of locks and releases, and permissions.

module "artifacts" {
  source = "../bucket"

  name = var.bucket
}

resource "aws_dynamodb_table" "operations" {
  name                        = var.operations_table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = true

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}
