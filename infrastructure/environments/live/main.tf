terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }

  # bootstrap/ creates the bucket: terraform init -backend-config="bucket=..."
  backend "s3" {
    key          = "live/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

locals {
  project = yamldecode(file("${path.module}/../../../superbowleto.yml"))
}

provider "aws" {
  region              = try(local.project.environment.live.region, local.project.deploy.region)
  allowed_account_ids = [var.account]

  default_tags {
    tags = {
      service     = local.project.service
      environment = "live"
      managed-by  = "terraform"
    }
  }
}

module "environment" {
  source = "../../modules/environment"

  name    = "live"
  project = local.project

  network_cidr     = "10.20.0.0/16"
  operator_cidrs   = var.operator_cidrs
  banks            = var.banks
  owner_queue_arns = var.owner_queue_arns
  payer_page       = var.payer_page
  people           = var.people
  alarm_topic      = var.alarm_topic
  log_days         = 365
  throttle         = { rate = 120, burst = 200 } # with a bank that takes five seconds, fewer environments than connections
  key_throttle     = { rate = 100, burst = 150 }
  quota            = 10000000
  monthly_budget   = 1000 # US dollars

  database = {
    class       = "db.m7g.large"
    multi_az    = true
    storage     = 100
    max_storage = 1000
    backup_days = 35
    connections = 600
  }
}
