# What an account has once: the bucket with the state of everything else, API Gateway's permission to write logs, and the
# identity provider of CI. Its own state stays on the machine that applied it; `terraform import` can create it again.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account]

  default_tags {
    tags = {
      service    = "superbowleto"
      managed-by = "terraform"
    }
  }
}

variable "account" {
  description = "The twelve digits of the AWS account. Terraform refuses any other account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account))
    error_message = "An AWS account has twelve digits."
  }
}

variable "region" {
  description = "AWS region of the bucket."
  type        = string
  default     = "us-east-1"
}

variable "bucket" {
  description = "Name of the state bucket, unique in all of AWS."
  type        = string
}

variable "ci_issuer" {
  description = "Issuer of CI's tokens, for example https://token.actions.githubusercontent.com. Null: CI does not deploy."
  type        = string
  default     = null

  validation {
    condition     = var.ci_issuer == null || can(regex("^https://[^/]+", var.ci_issuer))
    error_message = "An issuer's address starts with https://."
  }
}

variable "ci_audience" {
  description = "Audience in CI's tokens."
  type        = string
  default     = "sts.amazonaws.com"
}

module "state" {
  source = "../modules/bucket"

  name            = var.bucket
  noncurrent_days = 365
}

resource "aws_iam_openid_connect_provider" "ci" {
  count = var.ci_issuer == null ? 0 : 1

  url            = var.ci_issuer
  client_id_list = [var.ci_audience]
}

# API Gateway uses this role to write the access logs of every API of the account and region.
resource "aws_iam_role" "api_gateway_logs" {
  name        = "superbowleto-api-gateway-logs-${var.region}"
  description = "API Gateway writes its logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "apigateway.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "api_gateway_logs" {
  role       = aws_iam_role.api_gateway_logs.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.api_gateway_logs.arn

  depends_on = [aws_iam_role_policy_attachment.api_gateway_logs]
}

output "ci_provider_arn" {
  description = "ARN of CI's identity provider, for the variable `ci` of an environment. Null if there is none."
  value       = one(aws_iam_openid_connect_provider.ci[*].arn)
}

output "bucket" {
  description = "Name of the state bucket, for `terraform init -backend-config=\"bucket=...\"`."
  value       = module.state.name
}
