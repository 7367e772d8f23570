# credstash's table, and the key that seals what is in it.

# Without a policy of its own a key has AWS's default one: the account's IAM policies say who may use it.
resource "aws_kms_key" "credstash" {
  description             = "Secrets in ${var.table}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "credstash" {
  name          = var.key_alias
  target_key_id = aws_kms_key.credstash.key_id
}

# Keys as every credstash reads them.
resource "aws_dynamodb_table" "credstash" {
  name                        = var.table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "name"
  range_key                   = "version"
  deletion_protection_enabled = true

  attribute {
    name = "name"
    type = "S"
  }

  attribute {
    name = "version"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}
