# The table of credstash, and the key that encrypts its secrets.

# The default policy of a key: the account's IAM policies say who may use it.
resource "aws_kms_key" "credstash" {
  description             = "Secrets in ${var.table}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "credstash" {
  name          = var.key_alias
  target_key_id = aws_kms_key.credstash.key_id
}

# The key attributes that every credstash uses.
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
