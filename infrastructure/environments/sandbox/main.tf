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
    key          = "sandbox/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

locals {
  project = yamldecode(file("${path.module}/../../../superbowleto.yml"))
}

provider "aws" {
  region              = try(local.project.environment.sandbox.region, local.project.deploy.region)
  allowed_account_ids = [var.account]

  default_tags {
    tags = {
      service     = local.project.service
      environment = "sandbox"
      managed-by  = "terraform"
    }
  }
}

module "environment" {
  source = "../../modules/environment"

  name    = "sandbox"
  project = local.project

  network_cidr     = "10.21.0.0/16"
  operator_cidrs   = var.operator_cidrs
  banks            = var.banks
  owner_queue_arns = var.owner_queue_arns
  payer_page       = var.payer_page
  people           = var.people
  alarm_topic      = var.alarm_topic
  log_days         = 30
  throttle         = { rate = 10, burst = 20 }
  key_throttle     = { rate = 8, burst = 15 }
  quota            = 100000
  monthly_budget   = 150 # US dollars

  database = {
    class       = "db.t4g.micro"
    multi_az    = false
    storage     = 20
    max_storage = 50
    backup_days = 7
    connections = 60
  }
}
