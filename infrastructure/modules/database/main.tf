# PostgreSQL on RDS. Only the functions can connect, and only with TLS.

resource "aws_db_subnet_group" "this" {
  name        = var.instance
  description = "Private subnets of ${var.instance}"
  subnet_ids  = var.subnet_ids
}

resource "aws_db_parameter_group" "this" {
  name        = "${var.instance}-postgres17"
  description = "TLS only"
  family      = "postgres17"

  # Without the DETAIL of an error, which quotes the row: names, documents and keys.
  parameter {
    name  = "log_error_verbosity"
    value = "terse"
  }

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "this" {
  identifier = var.instance

  engine                      = "postgres"
  engine_version              = "17"
  auto_minor_version_upgrade  = true
  allow_major_version_upgrade = false
  parameter_group_name        = aws_db_parameter_group.this.name

  instance_class        = var.class
  multi_az              = var.multi_az
  storage_type          = "gp3"
  allocated_storage     = var.storage
  max_allocated_storage = var.max_storage
  storage_encrypted     = true

  db_name  = var.name
  username = var.user

  # The first password is random and known to no one: it is write-only, so it is in no state and no plan. Then
  # `sbw rotate-password` sets the first real one, and Terraform never reads or changes it.
  password_wo         = uuid()
  password_wo_version = 1

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false

  backup_retention_period   = var.backup_days
  copy_tags_to_snapshot     = true
  deletion_protection       = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.instance}-final"

  enabled_cloudwatch_logs_exports = ["postgresql"]

  # A change of this version would make Terraform set another random password. So would the import of a restored
  # instance, whose version Terraform does not know.
  lifecycle {
    ignore_changes = [password_wo_version]
  }

  depends_on = [aws_cloudwatch_log_group.postgresql]
}

# RDS would create this log group without a retention period.
resource "aws_cloudwatch_log_group" "postgresql" {
  name              = "/aws/rds/instance/${var.instance}/postgresql"
  retention_in_days = var.log_days
}

resource "aws_security_group" "database" {
  name        = "${var.instance}-database"
  description = "PostgreSQL of ${var.instance}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.instance}-database" }
}

resource "aws_vpc_security_group_ingress_rule" "from_functions" {
  security_group_id            = aws_security_group.database.id
  description                  = "PostgreSQL from the functions"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = var.functions_security_group_id
}

resource "aws_vpc_security_group_egress_rule" "functions_to_database" {
  security_group_id            = var.functions_security_group_id
  description                  = "PostgreSQL"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.database.id
}

resource "aws_vpc_security_group_ingress_rule" "from_operators" {
  for_each = toset(var.operator_cidrs)

  security_group_id = aws_security_group.database.id
  description       = "PostgreSQL from operators"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_ipv4         = each.key
}
