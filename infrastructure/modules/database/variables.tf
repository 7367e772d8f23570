variable "instance" {
  description = "Name of the RDS instance."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.instance)) && length(var.instance) <= 63
    error_message = "An instance's name has up to 63 lower-case letters, digits and single hyphens, and starts with a letter."
  }
}

variable "name" {
  description = "Name of the database inside the instance."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.name))
    error_message = "A database's name has up to 63 lower-case letters, digits and underscores, and starts with a letter."
  }
}

variable "user" {
  description = "Master user of the instance. The functions log in as this user."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.user)) && !contains(["admin", "rdsadmin"], var.user)
    error_message = "The user has up to 63 lower-case letters, digits and underscores, starts with a letter, and is none of RDS's own (admin, rdsadmin)."
  }
}

variable "class" {
  description = "RDS instance class, such as db.t4g.small."
  type        = string

  validation {
    condition     = startswith(var.class, "db.")
    error_message = "An RDS instance class starts with \"db.\"."
  }
}

variable "multi_az" {
  description = "Whether a standby in the second zone takes over if the first fails."
  type        = bool
}

variable "storage" {
  description = "Initial storage in GiB."
  type        = number

  validation {
    condition     = var.storage >= 20
    error_message = "gp3 storage starts at 20 GiB."
  }
}

variable "max_storage" {
  description = "Limit in GiB to which RDS grows the storage automatically."
  type        = number
}

variable "backup_days" {
  description = "Days for which backups are kept, 1 to 35."
  type        = number

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "RDS keeps backups for 1 to 35 days."
  }
}

variable "log_days" {
  description = "Days for which PostgreSQL's log is kept. CloudWatch accepts certain numbers only."
  type        = number
}

variable "vpc_id" {
  description = "VPC of the database."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets in two zones."
  type        = list(string)
}

variable "functions_security_group_id" {
  description = "Security group of the functions. Only they may connect."
  type        = string
}

variable "operator_cidrs" {
  description = "Private addresses, in CIDR notation, of operators who run `sbw rotate-password`, for example in a VPN. That command logs in to check a password."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.operator_cidrs : can(cidrnetmask(cidr)) && !endswith(cidr, "/0")])
    error_message = "Write each as an IPv4 CIDR such as 10.30.0.0/24; the whole internet is none."
  }
}
