mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  instance                    = "sandbox-superbowleto"
  name                        = "superbowleto"
  user                        = "superbowleto"
  class                       = "db.t4g.micro"
  multi_az                    = false
  storage                     = 20
  max_storage                 = 50
  backup_days                 = 7
  log_days                    = 30
  vpc_id                      = "vpc-1"
  subnet_ids                  = ["subnet-1", "subnet-2"]
  functions_security_group_id = "sg-1"
}

run "database_is_closed_encrypted_and_hard_to_lose" {
  command = plan

  module {
    source = "../database"
  }

  assert {
    condition     = { for parameter in aws_db_parameter_group.this.parameter : parameter.name => parameter.value }["rds.force_ssl"] == "1"
    error_message = "A connection without TLS is let in."
  }

  assert {
    condition     = { for parameter in aws_db_parameter_group.this.parameter : parameter.name => parameter.value }["log_error_verbosity"] == "terse"
    error_message = "PostgreSQL's log quotes the row of a failed statement."
  }

  assert {
    condition = (
      aws_db_instance.this.storage_encrypted && aws_db_instance.this.deletion_protection &&
      !aws_db_instance.this.publicly_accessible && !aws_db_instance.this.skip_final_snapshot
    )
    error_message = "The database is open, in the clear, or easily lost."
  }

  assert {
    condition     = aws_db_instance.this.password == null && aws_db_instance.this.password_wo_version == 1
    error_message = "The password is one that Terraform keeps."
  }
}

run "database_without_backups_or_open_to_the_internet_is_refused" {
  command = plan

  module {
    source = "../database"
  }

  variables {
    user           = "rdsadmin"
    operator_cidrs = ["0.0.0.0/0"]
    backup_days    = 0
  }

  expect_failures = [var.user, var.operator_cidrs, var.backup_days]
}
