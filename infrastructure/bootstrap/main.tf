# The bucket that holds the state of everything else. Applied once an account; its own state stays with whoever applied
# it and can be made again by `terraform import`.

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
  description = "The twelve digits of the AWS account to apply to; any other account is refused."
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

module "state" {
  source = "../modules/bucket"

  name            = var.bucket
  noncurrent_days = 365
}

output "bucket" {
  description = "Name of the state bucket, for `terraform init -backend-config=\"bucket=...\"`."
  value       = module.state.name
}
