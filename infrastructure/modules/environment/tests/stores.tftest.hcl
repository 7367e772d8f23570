# The stores of secrets and artifacts.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "secrets_can_be_brought_back_and_their_key_changes_by_itself" {
  command = plan

  module {
    source = "../secrets"
  }

  variables {
    table     = "sandbox-credstash"
    key_alias = "alias/sandbox-credstash"
  }

  assert {
    condition = (
      aws_kms_key.credstash.enable_key_rotation && aws_dynamodb_table.credstash.deletion_protection_enabled &&
      aws_dynamodb_table.credstash.point_in_time_recovery[0].enabled
    )
    error_message = "A secret could be lost, or its key stays the same for ever."
  }
}

run "a_bucket_is_closed_and_keeps_what_was_overwritten" {
  command = plan

  module {
    source = "../bucket"
  }

  variables {
    name = "sandbox-superbowleto-artifacts"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls, aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls, aws_s3_bucket_public_access_block.this.restrict_public_buckets,
      aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled",
    ])
    error_message = "The bucket is open, or forgets."
  }
}
